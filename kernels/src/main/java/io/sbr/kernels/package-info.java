/**
 * What all backends check the same way, once: shapes and gradients of the contract's calls. Never
 * arithmetic.
 */
package io.sbr.kernels;
