/** The application, put together of its parts: here an event's way can be seen as a whole. */
package io.signalbox;
