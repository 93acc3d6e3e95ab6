/** The server as a whole: what it is told, and how it begins and ends. */
package io.sbr.server;
