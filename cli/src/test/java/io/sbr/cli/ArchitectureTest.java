package io.sbr.cli;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.elements.ClassesThat;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the house: modules are floors, and an arrow means "imports". */
class ArchitectureTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.sbr");

  private static final Set<String> CATALOGUES = Set.of("io.sbr.autograd.ops");

  @ParameterizedTest
  @ValueSource(
      strings = {"tensor", "kernels", "autograd", "data", "models", "client", "server", "cli"})
  void everyFloorIsLookedAt(String module) {
    assertThat(HOUSE.that(residesIn("io.sbr." + module))).isNotEmpty();
  }

  private static DescribedPredicate<JavaClass> residesIn(String packages) {
    return JavaClass.Predicates.resideInAPackage(packages + "..");
  }

  @Test
  void floorsImportAsDrawn() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("io.sbr..")
        .layer("tensor")
        .definedBy("io.sbr.tensor..")
        .layer("kernels")
        .definedBy("io.sbr.kernels..")
        .layer("autograd")
        .definedBy("io.sbr.autograd..")
        .layer("data")
        .definedBy("io.sbr.data..")
        .layer("models")
        .definedBy("io.sbr.models..")
        .layer("server")
        .definedBy("io.sbr.server..")
        .layer("cli")
        .definedBy("io.sbr.cli..")
        .whereLayer("tensor")
        .mayNotAccessAnyLayer()
        .whereLayer("kernels")
        .mayOnlyAccessLayers("tensor")
        .whereLayer("autograd")
        .mayOnlyAccessLayers("tensor")
        .whereLayer("data")
        .mayNotAccessAnyLayer()
        .whereLayer("models")
        .mayOnlyAccessLayers("tensor", "autograd", "data")
        .layer("client")
        .definedBy("io.sbr.client..")
        .whereLayer("client")
        .mayNotAccessAnyLayer()
        .whereLayer("server")
        .mayOnlyAccessLayers("tensor", "data", "models")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .check(HOUSE);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("io.sbr.(**)").should().beFreeOfCycles().check(HOUSE);
  }

  /** The rooms of each floor, bottom first: none may know one that stands after it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tensor tensor.io",
        "autograd autograd.ops autograd.optim",
        "data data.file data.demo data.store data.read.time data.read data.read.look"
            + " data.prepare.column data.prepare",
        "data data.batch data.batch.parts",
        "data data.batch data.batch.users",
        "kernels kernels.reference",
        "kernels kernels.cpu.memory kernels.cpu.loops kernels.cpu.engine kernels.cpu.head"
            + " kernels.cpu",
        "kernels.cpu.ceiling kernels.cpu.speed",
        "kernels kernels.cuda.driver kernels.cuda.memory kernels.cuda.launch kernels.cuda.engine"
            + " kernels.cuda.head kernels.cuda",
        "models.settings models.nn models.nn.layers models.graph models models.train models.run"
            + " models.algorithm models.catalogue models.pipeline models.ask",
        "models.settings models.nn models.eval models.counting models.train models.study",
        "server.http server.jetty server",
        "server.http server.serving server.metrics server.api server",
        "server.visit server.api server",
        "cli.launch cli.options cli.command cli.doctor cli",
        "cli.report cli.command cli.serve cli",
        "cli.manual cli",
        "cli.options cli.ask cli.command",
        "cli.report cli.ask cli.command",
        "cli.draw cli.explain cli.command",
        "cli.draw cli.report cli.results cli.command"
      })
  void roomsKnowOnlyThoseBelow(String bottomFirst) {
    String[] rooms = bottomFirst.split(" ");
    for (int above = 1; above < rooms.length; above++) {
      for (int below = 0; below < above; below++) {
        assertThat(HOUSE.that(residesExactlyIn("io.sbr." + rooms[below]))).isNotEmpty();
        noClasses()
            .that()
            .resideInAPackage("io.sbr." + rooms[below])
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.sbr." + rooms[above])
            .check(HOUSE);
      }
    }
  }

  private static DescribedPredicate<JavaClass> residesExactlyIn(String room) {
    return JavaClass.Predicates.resideInAPackage(room);
  }

  /** A room is small enough to look around in; a catalogue of equals may be larger. */
  @Test
  void roomsAreSmall() {
    Map<String, Long> files =
        HOUSE.stream()
            .filter(JavaClass::isTopLevelClass)
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    assertThat(files)
        .allSatisfy(
            (room, count) ->
                assertThat(count)
                    .as(room)
                    .isLessThanOrEqualTo(CATALOGUES.contains(room) ? 45 : 30));
  }

  /** Only innermost loops unpack what they work on. */
  @Test
  void nothingElseTakesMoreThanTenParameters() {
    assertThat(
            HOUSE
                .that(DescribedPredicate.not(residesExactlyIn("io.sbr.kernels.cpu.loops")))
                .stream()
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(unit -> !unit.getName().startsWith("lambda$")))
        .allSatisfy(
            unit ->
                assertThat(unit.getRawParameterTypes().size())
                    .as(unit.getFullName())
                    .isLessThanOrEqualTo(10));
  }

  @Test
  void eachLibraryStaysInItsPlace() {
    outside("io.sbr.kernels.cuda").resideInAnyPackage("jcuda..", "org.jcuda..").check(HOUSE);
    outside("io.sbr.kernels.cpu").resideInAPackage("jdk.incubator..").check(HOUSE);
    outside("io.sbr.cli").resideInAnyPackage("picocli..", "me.tongfei..").check(HOUSE);
    outside("io.sbr.server.jetty").resideInAPackage("org.eclipse.jetty..").check(HOUSE);
    outside("io.sbr.server.visit").resideInAPackage("com.github.benmanes..").check(HOUSE);
    outside("io.sbr.server.visit").resideInAnyPackage("io.lettuce..", "io.netty..").check(HOUSE);
    outside("io.sbr.server.metrics").resideInAPackage("io.prometheus..").check(HOUSE);
  }

  private static ClassesThat<? extends com.tngtech.archunit.lang.ArchRule> outside(
      String packages) {
    GivenClassesConjunction others = noClasses().that().resideOutsideOfPackage(packages + "..");
    return others.should().dependOnClassesThat();
  }

  /** What a log holds must not reach a terminal as it is, and the console sees to that. */
  @Test
  void commandsPrintThroughTheConsole() {
    noClasses()
        .that()
        .resideInAPackage("io.sbr.cli..")
        .and()
        .resideOutsideOfPackages("io.sbr.cli", "io.sbr.cli.launch", "io.sbr.cli.report")
        .and()
        .doNotHaveSimpleName("Failures") // the error line, shown as well
        .should()
        .callMethodWhere(
            target(owner(assignableTo(PrintWriter.class)))
                .or(target(owner(assignableTo(PrintStream.class)))))
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(HOUSE);
  }

  @Test
  void librariesNeitherPrintNorEndTheJvm() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.sbr.cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(HOUSE);
  }
}
