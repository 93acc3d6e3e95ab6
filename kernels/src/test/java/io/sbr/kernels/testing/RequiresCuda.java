package io.sbr.kernels.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that needs a CUDA device, real or emulated. Without one it is skipped, and the reason
 * printed once; with {@code REQUIRE_CUDA=true} in the environment it fails, so that on a machine
 * with a GPU a skip cannot pass as a pass. It also fails where the emulated device was built and is
 * on the library path.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("cuda")
@ExtendWith(CudaCondition.class)
public @interface RequiresCuda {}
