package io.signalbox.reload;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import io.signalbox.validate.Finding;

/**
 * Why are the newest texts not those that run?
 *
 * @param hash
 *            of the texts that are refused
 */
public record Refusal(String hash, Instant at, List<Path> added, List<Path> changed, List<Path> removed,
        List<Finding> findings) {

    /** The reasons, a line each: place and text. */
    public List<String> reasons() {
        return findings.stream().map(finding -> finding.place() + ": " + finding.message()).toList();
    }
}
