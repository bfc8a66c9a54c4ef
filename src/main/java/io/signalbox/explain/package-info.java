/** Explain: what would happen to an event, found out on a copy of the routes from which nothing leaves; verify asks the same copy more. */
package io.signalbox.explain;
