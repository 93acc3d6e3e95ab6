/** What a shell and {@code man} know of the commands, made of picocli's model of them. */
package io.sbr.cli.manual;
