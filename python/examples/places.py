"""From a folder of articles to a plot of its counts by place: python places.py FOLDER PLOT.png"""

import sys

import headcount
import pyarrow

facts = pyarrow.table(headcount.Pipeline().facts(headcount.articles(sys.argv[1]))).to_pandas()
counts = facts[(facts["kind"] == "count") & facts["what"].notna() & facts["places"].notna()]
places = counts["places"].explode().value_counts().head(15)
print(f"{len(counts)} counts of {facts['article'].nunique()} articles have a place", places, sep="\n")
axes = places[::-1].plot.barh(xlabel="counts", ylabel="", title="Where things were counted", figsize=(7, 5))
axes.figure.savefig(sys.argv[2], bbox_inches="tight")
