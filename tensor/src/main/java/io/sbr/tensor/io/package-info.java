/** Tensors in files: safetensors, read strictly and replaced as a whole. */
package io.sbr.tensor.io;
