package io.sbr.kernels.cuda.driver;

import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import jcuda.driver.CUdevice;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/**
 * Whether this machine has a GPU that can be used, and if not, the first thing that is missing. It
 * looks once and remembers: a JCuda class that failed to load cannot be asked again.
 */
public final class CudaProbe {
  private static final int OLDEST_DRIVER = 12000;
  private static final int OLDEST_CAPABILITY = 50;

  private static final String NO_NATIVES =
      "the native halves of JCuda are not on the class path; add the artifact io.sbr:sbr-cuda";

  private static CudaProbe result;

  private final Device device;
  private final String missing;

  private CudaProbe(Device device, String missing) {
    this.device = device;
    this.missing = missing;
  }

  /**
   * The first device.
   *
   * @param handle the driver's
   * @param name for people
   * @param capability compute capability, 75 for 7.5
   * @param multiprocessors how many
   * @param driver version of CUDA that the driver knows, 12040 for 12.4
   */
  public record Device(
      CUdevice handle, String name, int capability, int multiprocessors, int driver) {
    /** For example {@code sm_90}. */
    public String architecture() {
      return "sm_" + capability;
    }

    /** For example {@code 12.4}. */
    public String driverVersion() {
      return version(driver);
    }
  }

  /** What was found; the first call looks, which takes some 60 ms where there is a driver. */
  public static synchronized CudaProbe result() {
    if (result == null) {
      result = look();
    }
    return result;
  }

  /** One line that says what is missing and what to do; empty where a GPU can be used. */
  public Optional<String> missing() {
    return Optional.ofNullable(missing);
  }

  /** The device's name; empty where there is none. */
  public Optional<String> deviceName() {
    return Optional.ofNullable(device).map(Device::name);
  }

  /** The device that was found. */
  public Device device() {
    if (device == null) {
      throw new IllegalStateException("no CUDA device: " + missing);
    }
    return device;
  }

  private static CudaProbe look() {
    try {
      String missing = systemLacks();
      if (missing == null && !DriverFile.mayBeThere()) {
        missing = noDriver(DriverFile.absent());
      }
      if (!NativeFile.isThere(NativeFile.DRIVER)) {
        missing = missing == null ? NO_NATIVES : missing + "; and " + NO_NATIVES;
      }
      return missing != null ? new CudaProbe(null, missing) : lookAtDriver();
    } catch (LinkageError | RuntimeException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return new CudaProbe(
          null,
          reason.contains("libcuda.so")
                  || reason.contains("dependent libraries") // the latter: Windows
              ? noDriver(reason)
              : "JCuda does not load (%s)".formatted(reason));
    }
  }

  private static String noDriver(String reason) {
    return "no NVIDIA driver (%s); install one for CUDA 12.0 (version 525) or newer"
        .formatted(reason);
  }

  private static String systemLacks() {
    String system = System.getProperty("os.name");
    String processor = System.getProperty("os.arch");
    boolean known = system.equals("Linux") || system.startsWith("Windows");
    return known && processor.equals("amd64")
        ? null
        : "it needs Linux or Windows on x86-64, and this is %s on %s".formatted(system, processor);
  }

  private static CudaProbe lookAtDriver() {
    NativeLibraries.load(NativeLibraries.Binding.DRIVER);
    int code = JCudaDriver.cuInit(0);
    int[] count = {0};
    if (code == CUresult.CUDA_SUCCESS) {
      code = JCudaDriver.cuDeviceGetCount(count);
    }
    if (code == CUresult.CUDA_ERROR_NO_DEVICE || code == CUresult.CUDA_SUCCESS && count[0] == 0) {
      return new CudaProbe(
          null, "the NVIDIA driver sees no GPU; look at nvidia-smi and CUDA_VISIBLE_DEVICES");
    }
    if (code != CUresult.CUDA_SUCCESS) {
      return new CudaProbe(
          null,
          "the NVIDIA driver does not start, %s; nvidia-smi may say more"
              .formatted(Driver.error(code)));
    }
    return judge(describe());
  }

  private static Device describe() {
    int[] driver = {0};
    JCudaDriver.cuDriverGetVersion(driver);
    CUdevice handle = new CUdevice();
    Driver.check(JCudaDriver.cuDeviceGet(handle, 0), "the first device");
    byte[] name = new byte[100];
    JCudaDriver.cuDeviceGetName(name, name.length, handle);
    int major = attribute(handle, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
    int minor = attribute(handle, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    return new Device(
        handle,
        new String(name, StandardCharsets.UTF_8).split("\0", 2)[0],
        10 * major + minor,
        attribute(handle, CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
        driver[0]);
  }

  static CudaProbe judge(Device device) {
    if (device.driver() < OLDEST_DRIVER) {
      return new CudaProbe(
          null,
          "the NVIDIA driver knows CUDA %s; install one for 12.0 (version 525) or newer"
              .formatted(device.driverVersion()));
    }
    if (device.capability() < OLDEST_CAPABILITY) {
      return new CudaProbe(
          null,
          "%s has compute capability %d.%d; 5.0 or newer is needed"
              .formatted(device.name(), device.capability() / 10, device.capability() % 10));
    }
    return new CudaProbe(device, null);
  }

  /** An attribute of a device by its number in CUDA. */
  public static int attribute(CUdevice handle, int attribute) {
    int[] value = {0};
    Driver.check(
        JCudaDriver.cuDeviceGetAttribute(value, attribute, handle), "attribute " + attribute);
    return value[0];
  }

  /** 12040 is 12.4. */
  static String version(int number) {
    return number / 1000 + "." + number % 1000 / 10;
  }
}
