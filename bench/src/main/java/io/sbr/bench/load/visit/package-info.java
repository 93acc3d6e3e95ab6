/** Whose clicks are asked about: sessions of a data set, many at a time, as visitors of a shop. */
package io.sbr.bench.load.visit;
