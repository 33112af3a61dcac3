//! Annotated articles written in one of the forms that other programs read.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::Target;
use super::brat::Brat;
use super::conll::Conll;
use super::database::Database;
use super::geojson::GeoJson;
use super::parquet::Parquet;
use super::sheet::Sheet;
use super::table::Table;
use super::tasks::Tasks;
use super::workbook::Workbook;
use crate::error::Error;
use crate::output::Record;

/// A form that annotated articles can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The annotation's own form, one article a line.
    JsonLines,
    /// A table in CSV.
    Csv(Table),
    /// A table in Parquet.
    Parquet(Table),
    /// A table as a workbook for Excel and LibreOffice.
    Xlsx(Table),
    /// An SQLite database of articles, sentences, facts and names.
    Sqlite,
    /// Facts on the map: a point for each place of each.
    GeoJson,
    /// A folder with a text and its stand-off annotations for each article.
    Brat,
    /// Tasks for Label Studio, each with its annotation as a prediction.
    LabelStudio,
    /// Names in columns: a token a line, tags in IOB2.
    Conll,
}

/// Articles on their way out. A file or folder appears under its name only when it is complete.
#[derive(Debug)]
pub struct Export {
    /// Names the output in messages.
    place: PathBuf,
    writer: Writer,
}

#[derive(Debug)]
enum Writer {
    JsonLines(Target),
    Sheet(Sheet<Target>),
    Parquet(Box<Parquet<Target>>),
    Conll(Conll<Target>),
    Xlsx(Box<Workbook<Target>>),
    Database(Box<Database<Target>>),
    GeoJson(GeoJson<Target>),
    Tasks(Tasks<Target>),
    Brat(Box<Brat>),
}

impl Export {
    /// Begins to write to the file (for [`Form::Brat`], the folder) `output`, or to standard output.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be created, [`Error::Model`] when a model's table is damaged. A folder needs a name.
    pub fn new(form: Form, output: Option<&Path>) -> Result<Self, Error> {
        if form == Form::Brat {
            let folder = output.ok_or_else(|| Error::Io {
                path: PathBuf::from("standard output"),
                source: io::Error::new(io::ErrorKind::InvalidInput, "a brat folder needs a name"),
            })?;
            let writer = Writer::Brat(Box::new(Brat::new(folder)?));
            return Ok(Self { place: folder.to_owned(), writer });
        }
        let target = output.map_or_else(|| Ok(Target::stdout()), Target::file)?;
        let place = target.place();
        let fault = |source| Error::Io { path: place.clone(), source };
        let writer = match form {
            Form::JsonLines | Form::Brat => Writer::JsonLines(target),
            Form::Csv(table) => {
                let bom = target.is_file();
                Writer::Sheet(Sheet::new(table, target, bom).map_err(fault)?)
            }
            Form::Parquet(table) => Writer::Parquet(Box::new(Parquet::new(table, target).map_err(fault)?)),
            Form::Conll => Writer::Conll(Conll::new(target)?),
            Form::Xlsx(table) => Writer::Xlsx(Box::new(Workbook::new(table, target).map_err(fault)?)),
            Form::Sqlite => {
                let folder = folder_for(output.filter(|_| target.is_file()));
                Writer::Database(Box::new(Database::new(target, &folder).map_err(fault)?))
            }
            Form::LabelStudio => Writer::Tasks(Tasks::new(target).map_err(fault)?),
            Form::GeoJson => Writer::GeoJson(GeoJson::new(target).map_err(fault)?),
        };
        Ok(Self { place, writer })
    }

    /// Adds an article.
    ///
    /// # Errors
    /// [`Error::Io`] when the disk is full or nobody reads the pipe any more.
    pub fn add(&mut self, record: &Record) -> Result<(), Error> {
        let written = match &mut self.writer {
            Writer::JsonLines(target) => serde_json::to_writer(&mut *target, record)
                .map_err(io::Error::from)
                .and_then(|()| target.write_all(b"\n")),
            Writer::Sheet(sheet) => sheet.add(record),
            Writer::Parquet(parquet) => parquet.add(record),
            Writer::Conll(conll) => conll.add(record),
            Writer::Xlsx(workbook) => workbook.add(record),
            Writer::Database(database) => database.add(record),
            Writer::GeoJson(geojson) => geojson.add(record),
            Writer::Tasks(tasks) => tasks.add(record),
            Writer::Brat(brat) => brat.add(record),
        };
        written.map_err(|source| self.fault(source))
    }

    /// Hands on what is complete.
    ///
    /// # Errors
    /// As [`Export::add`].
    pub fn flush(&mut self) -> Result<(), Error> {
        let flushed = match &mut self.writer {
            Writer::JsonLines(target) => io::Write::flush(target),
            Writer::Sheet(sheet) => sheet.flush(),
            Writer::Parquet(parquet) => parquet.flush(),
            Writer::Conll(conll) => conll.flush(),
            Writer::GeoJson(geojson) => geojson.flush(),
            Writer::Tasks(tasks) => tasks.flush(),
            // Written as a whole, at the end or article by article.
            Writer::Xlsx(_) | Writer::Database(_) | Writer::Brat(_) => Ok(()),
        };
        flushed.map_err(|source| self.fault(source))
    }

    /// Ends the form; a file or folder is now safe on the disk and appears under its name.
    ///
    /// # Errors
    /// As [`Export::add`].
    pub fn finish(self) -> Result<(), Error> {
        match self.end()? {
            Ended::Target(target) => target.finish(),
            Ended::Brat(brat) => brat.finish(),
        }
    }

    /// Ends the form but leaves a file or folder under the name that it had while it was written: what was done before a run was
    /// stopped can be read there.
    ///
    /// # Errors
    /// As [`Export::add`].
    pub fn keep(self) -> Result<(), Error> {
        match self.end()? {
            Ended::Target(target) => target.keep(),
            Ended::Brat(brat) => brat.keep(),
        }
    }

    fn end(self) -> Result<Ended, Error> {
        let Self { place, writer } = self;
        let target = match writer {
            Writer::JsonLines(target) => Ok(target),
            Writer::Sheet(sheet) => sheet.finish(),
            Writer::Parquet(parquet) => parquet.finish(),
            Writer::Conll(conll) => Ok(conll.finish()),
            Writer::Xlsx(workbook) => workbook.finish(),
            Writer::Database(database) => database.finish(),
            Writer::GeoJson(geojson) => geojson.finish(),
            Writer::Tasks(tasks) => tasks.finish(),
            Writer::Brat(brat) => return Ok(Ended::Brat(brat)),
        };
        target.map(Ended::Target).map_err(|source| Error::Io { path: place, source })
    }

    fn fault(&self, source: io::Error) -> Error {
        Error::Io { path: self.place.clone(), source }
    }
}

/// Where there is room for a database while it grows: beside the file, else where the system has temporary files.
fn folder_for(file: Option<&Path>) -> PathBuf {
    match file.map(|file| file.parent().filter(|folder| !folder.as_os_str().is_empty())) {
        Some(Some(folder)) => folder.to_owned(),
        Some(None) => PathBuf::from("."),
        None => std::env::temp_dir(),
    }
}

/// What a form was written to.
enum Ended {
    Target(Target),
    Brat(Box<Brat>),
}
