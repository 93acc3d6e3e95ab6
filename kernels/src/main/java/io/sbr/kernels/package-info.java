/** What all backends check the same way. */
package io.sbr.kernels;
