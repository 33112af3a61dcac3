# The program in a container. (Written without a Docker at hand: not built yet.)
#     docker build -t headcount .
#     docker run --rm -v "$PWD/news:/news:ro" headcount annotate /news > annotated.jsonl
FROM rust:1-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --profile dist --locked

FROM debian:bookworm-slim
COPY --from=build /src/target/dist/headcount /usr/local/bin/headcount
# It needs nobody's rights; for `-o` give it your own: --user "$(id -u):$(id -g)".
USER nobody
ENTRYPOINT ["headcount"]
