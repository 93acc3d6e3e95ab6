package io.sbr.cli;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** The program as a jar, before the build has made the one that is shipped. */
final class ProgramJar {
  /** Lists of classes, which are joined where folders have the same. */
  private static final String SERVICES = "META-INF/services/";

  private ProgramJar() {}

  /** The folders of the class path in one jar, which names the jars of the class path. */
  static Path write(Path file) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
    List<Path> folders = new ArrayList<>();
    List<String> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        folders.add(path);
      } else if (Files.exists(path)) {
        jars.add(path.toUri().toString());
      }
    }
    main.put(Attributes.Name.CLASS_PATH, String.join(" ", jars));
    Set<String> names = new HashSet<>();
    Map<String, String> services = new TreeMap<>();
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream content = new JarOutputStream(out, manifest)) {
      for (Path from : folders) {
        Files.walkFileTree(
            from,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult visitFile(Path each, BasicFileAttributes attributes)
                  throws IOException {
                String name = from.relativize(each).toString().replace(File.separatorChar, '/');
                if (name.startsWith(SERVICES)) {
                  services.merge(name, Files.readString(each), String::concat);
                } else if (!name.startsWith("META-INF/MANIFEST") && names.add(name)) {
                  content.putNextEntry(new ZipEntry(name));
                  Files.copy(each, content);
                }
                return FileVisitResult.CONTINUE;
              }
            });
      }
      for (Map.Entry<String, String> service : services.entrySet()) {
        content.putNextEntry(new ZipEntry(service.getKey()));
        content.write(service.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }
}
