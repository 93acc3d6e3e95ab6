/**
 * What a log's first rows say, before any is taken: format, separator, quoting, encoding, header,
 * and which column holds what and why ({@link io.sbr.data.read.look.LogLook}). Whatever is guessed
 * is said, and what cannot be guessed safely is asked for, in one line that names the option. What
 * was taken then holds for every row: the reader checks it.
 */
package io.sbr.data.read.look;
