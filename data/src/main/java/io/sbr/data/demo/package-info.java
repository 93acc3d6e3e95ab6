/** The built-in data set: visitors of a made-up shop. Made from a seed, never read from a file. */
package io.sbr.data.demo;
