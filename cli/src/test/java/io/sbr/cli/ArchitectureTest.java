package io.sbr.cli;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the house: modules are floors, and an arrow means "imports". */
class ArchitectureTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.sbr");

  @ParameterizedTest
  @ValueSource(strings = {"tensor", "kernels", "autograd", "data", "models", "cli"})
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
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .check(HOUSE);
  }

  @Test
  void modulesAreFreeOfCycles() {
    slices().matching("io.sbr.(*)..").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void eachLibraryStaysInItsPlace() {
    outside("io.sbr.kernels.cuda").resideInAnyPackage("jcuda..", "org.jcuda..").check(HOUSE);
    outside("io.sbr.kernels.cpu").resideInAPackage("jdk.incubator..").check(HOUSE);
    outside("io.sbr.cli").resideInAnyPackage("picocli..", "me.tongfei..").check(HOUSE);
  }

  private static ClassesThat<? extends com.tngtech.archunit.lang.ArchRule> outside(
      String packages) {
    GivenClassesConjunction others = noClasses().that().resideOutsideOfPackage(packages + "..");
    return others.should().dependOnClassesThat();
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
