package io.signalbox.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which backend of the running instance is to do something? What verbs share that are about one. */
@RegisterForReflection // picocli reads its annotations
public final class NamedBackend {
    @Parameters(paramLabel = "NAME", description = "The backend: its route's id, such as slack.")
    private String name;

    @Mixin
    private Instance instance;

    String name() {
        return name;
    }

    /** @param what it is to do, as the API calls it */
    JsonNode post(String what) {
        return instance.post("/api/v1/backends/%s/" + what, name);
    }
}
