/**
 * What each backend receives and what its answer means, where YAML can't say it. Next: the world outside.
 */
package io.signalbox.protocol;
