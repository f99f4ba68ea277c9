//! How large a sheet may be. Rows and columns are counted from the cells that are there, never from what a file claims.

/// Bytes of the file as it is sent.
pub(super) const BYTES_MAX: usize = 2 << 20;
/// Bytes of all parts of a workbook when they are unpacked.
pub(super) const UNPACKED_BYTES_MAX: u64 = 64 << 20;
/// Bytes of the texts of all cells together: many cells can name one text of a workbook.
pub(super) const TEXT_BYTES_MAX: usize = 16 << 20;
/// Rows with something in them, below the header.
pub(super) const ROWS_MAX: usize = 1_000;
/// The number of the last row. Blank rows count here.
pub(super) const ROW_NUMBER_MAX: u32 = 20_000;
/// Columns.
pub(super) const COLUMNS_MAX: usize = 200;
/// Characters of a cell.
pub(super) const CELL_CHARS_MAX: usize = 32_767;
/// Bytes of a header.
pub(super) const HEADER_BYTES_MAX: usize = 500;
/// Faults that are listed.
pub(super) const FAULTS_MAX: usize = 1_000;
/// Characters of a wrong cell that its fault repeats.
pub(super) const VALUE_CHARS_MAX: usize = 100;
