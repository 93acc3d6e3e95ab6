package io.sbr.cli.options;

/** The program that a subcommand belongs to. */
public interface Program {
  /** The arguments as given, and where each comes from. */
  Arguments arguments();

  /** The class that a second JVM is started with. */
  String mainClass();

  /** The version that the jar's manifest states. */
  static String version() {
    String version = Program.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
