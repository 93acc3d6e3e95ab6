/**
 * The native side: finding and loading CUDA's libraries, the driver's calls, its errors, the
 * context, the compiler at run time. No memory is handed out here.
 */
package io.sbr.kernels.cuda.driver;
