package io.sbr.bench.roofline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The processor's ceilings for the summary of a comparison, measured in the same run. */
@Command(
    name = "ceilings",
    mixinStandardHelpOptions = true,
    description = "Measures the processor's ceilings and prints one line of JSON.")
public final class RooflineCommand implements Callable<Integer> {
  @Option(names = "--threads", defaultValue = "0", description = "default 0, all processors")
  private int threads;

  @Override
  public Integer call() throws RunnerException, JsonProcessingException {
    int busy = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    PrintStream out = System.out;
    System.setOut(System.err); // for what JMH passes on of its JVMs
    Roofline ceilings = ProcessorRoofline.measure(busy, VerboseMode.SILENT);
    System.setOut(out);
    out.println(new ObjectMapper().writeValueAsString(Map.of("ceilings", ceilings)));
    return 0;
  }
}
