package io.sbr.bench.growth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.bench.growth.GrowthPoint.Axis;
import io.sbr.bench.output.Machine;
import io.sbr.bench.output.Results;
import io.sbr.bench.roofline.ModelWork;
import io.sbr.bench.roofline.Roofline;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import picocli.CommandLine;

/** Points sorted onto their axes, table and picture of them, and bad sizes. */
class GrowthTest {
  private static final Roofline CEILINGS = new Roofline(2, 100, 20, 80);

  private static GrowthPoint point(int items, int hidden, int batch, double median) {
    return new GrowthPoint(items, hidden, batch, median, median, median / 2, 50);
  }

  private static GrowthReport report() {
    return new GrowthReport(
        "srgnn",
        CEILINGS,
        List.of(
            point(1000, 10, 100, 4),
            point(10_000, 10, 100, 40),
            point(100, 10, 100, 1),
            point(1000, 20, 100, 8),
            point(1000, 10, 50, 3)));
  }

  @Test
  void eachAxisHasTheMiddleAndWhatDiffersInItAlone() {
    assertThat(report().along(Axis.ITEMS))
        .extracting(Axis.ITEMS::of)
        .containsExactly(100, 1000, 10_000);
    assertThat(report().along(Axis.HIDDEN)).extracting(Axis.HIDDEN::of).containsExactly(10, 20);
    assertThat(report().along(Axis.BATCH)).extracting(Axis.BATCH::of).containsExactly(50, 100);
  }

  @Test
  void tableHoldsMedianAndFloor() {
    assertThat(report().markdown(Machine.here()))
        .contains("| 10000 | 40.00 | 40.00 | 20.00 | 2.00 | 50 |")
        .contains("items 1000, hidden 10, batch 100");
  }

  @Test
  void equalRatiosAreEqualDistances() throws Exception {
    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(report().picture())));
    NodeList circles = svg.getElementsByTagName("circle");
    assertThat(circles.getLength()).isEqualTo(2 * (3 + 2 + 2));
    double[] x = new double[3];
    for (int i = 0; i < 3; i++) {
      x[i] = Double.parseDouble(circles.item(i).getAttributes().getNamedItem("cx").getNodeValue());
    }
    assertThat(x[1] - x[0]).isGreaterThan(50).isCloseTo(x[2] - x[1], within(0.2));
    // The floor is half of each: below it, by as much everywhere.
    double first = y(circles, 3) - y(circles, 0);
    assertThat(first).isGreaterThan(10).isCloseTo(y(circles, 5) - y(circles, 2), within(0.2));
  }

  private static Offset<Double> within(double offset) {
    return Offset.offset(offset);
  }

  private static double y(NodeList circles, int i) {
    return Double.parseDouble(circles.item(i).getAttributes().getNamedItem("cy").getNodeValue());
  }

  @Test
  void floorIsThatOfComparisons() {
    ModelWork work = ModelWork.of("srgnn");
    double seconds =
        CEILINGS.floor(work.gradient(100, 43_097, 100), 4)
            + CEILINGS.floor(ModelWork.adam(43_097, 100), 4);
    assertThat(work.stepFloor(CEILINGS, 100, 43_097, 100)).isEqualTo(seconds).isBetween(0.03, 0.04);
  }

  @Test
  void badSizesAreUsageErrors() {
    CommandLine line = new CommandLine(new Growth());
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          assertThat(e).isInstanceOf(IllegalArgumentException.class);
          assertThat(e.getMessage()).isNotBlank();
          return 2;
        });
    assertThat(line.execute("--items", "0")).isEqualTo(2);
    assertThat(line.execute("--seconds", "0")).isEqualTo(2);
  }

  @Test
  void pictureIsWrittenBesideTheTable(@TempDir Path folder) throws Exception {
    Machine machine = Machine.here();
    Results.write(folder, "growth-srgnn", machine, report().markdown(machine), report().points());
    Results.writePicture(folder, "growth-srgnn", machine, report().picture());
    String name = "growth-srgnn-" + machine.fileName();
    assertThat(folder.resolve(name + ".svg")).content().startsWith("<svg");
    assertThat(Files.exists(folder.resolve(name + ".md"))).isTrue();
    assertThat(new ObjectMapper().readTree(folder.resolve(name + ".json").toFile())).hasSize(5);
  }
}
