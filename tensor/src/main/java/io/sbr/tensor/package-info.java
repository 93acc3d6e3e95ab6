/**
 * The contract between models and machines: tensors, what a backend must be able to do ({@link
 * io.sbr.tensor.Backend}), memory that ends with a step, and random numbers.
 */
package io.sbr.tensor;
