/** Logs in Parquet, read as CSV: a jar of its own, which {@code io.sbr.data.file} finds. */
package io.sbr.parquet;
