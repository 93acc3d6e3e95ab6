/** What the server can be asked: routes, their JSON, who may ask, and what is logged of it. */
package io.sbr.server.api;
