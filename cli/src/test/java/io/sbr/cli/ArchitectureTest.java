package io.sbr.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of the house: modules are floors, and an arrow means "imports". */
@AnalyzeClasses(packages = "io.sbr", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule floors =
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
          .whereLayer("kernels")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule noCycles = slices().matching("io.sbr.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule cudaStaysInItsPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.sbr.kernels.cuda..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jcuda..");

  @ArchTest
  static final ArchRule vectorsStayInTheirPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.sbr.kernels.cpu..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jdk.incubator..");

  @ArchTest
  static final ArchRule onlyTheCommandLineKnowsItsLibraries =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.sbr.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("picocli..", "me.tongfei..");

  @ArchTest
  static final ArchRule librariesNeverEndTheJvm =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.sbr.cli..")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule librariesNeverPrint =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.sbr.cli..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");
}
