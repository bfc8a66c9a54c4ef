/**
 * The bus: keeps what was accepted until every backend has it. Next: a backend's route, and from there {@code protocol} or a Camel component.
 */
package io.signalbox.bus;
