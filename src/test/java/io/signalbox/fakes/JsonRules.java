package io.signalbox.fakes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;

/** Is this JSON what a vendor's document describes? A schema from {@code src/test/resources/fakes}. */
final class JsonRules {
    /** A name that occurs twice in an object is a mistake that most parsers forgive. */
    static final ObjectMapper STRICT = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final JsonSchema schema;

    JsonRules(String name) {
        try (InputStream file = JsonRules.class.getResourceAsStream("/fakes/" + name)) {
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with it; empty where nothing is. */
    Set<ValidationMessage> wrong(JsonNode json) {
        return schema.validate(json);
    }
}
