/**
 * Examples packed into batches of session graphs, as plain arrays, in an order that a seed
 * determines. What a model may want beside its nodes is built in {@code data.batch.parts}; nothing
 * here knows a device.
 */
package io.sbr.data.batch;
