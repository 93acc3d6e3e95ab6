/**
 * How a training step grows with items, width and batch, beside its floor: a table and a picture.
 * One machine, one run.
 */
package io.sbr.bench.growth;
