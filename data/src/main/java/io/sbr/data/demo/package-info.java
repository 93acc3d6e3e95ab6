/** The built-in data set: visitors of a made-up shop. */
package io.sbr.data.demo;
