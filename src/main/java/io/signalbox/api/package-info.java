/** HTTP: what comes in by REST, what can be asked, and what is measured. It sees all that comes before it, and nothing sees it. */
package io.signalbox.api;
