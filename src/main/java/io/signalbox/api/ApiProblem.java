package io.signalbox.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

import io.signalbox.event.JsonBuffer;

/** What was wrong with a question to the API, as an RFC 9457 problem. */
final class ApiProblem extends WebApplicationException {
    static final String TYPE = "application/problem+json";
    private static final int USUAL_LENGTH = 200;

    ApiProblem(int status, String title, String detail) {
        this(status, title, null, detail);
    }

    private ApiProblem(int status, String title, String field, String detail) {
        super(detail, Response.status(status).type(TYPE).entity(body(status, title, field, detail)).build());
    }

    /** @param field
     *            which field of a body is wrong, or null
     */
    static byte[] body(int status, String title, String field, String detail) {
        JsonBuffer json = new JsonBuffer(USUAL_LENGTH).raw("{");
        RestAnswer.problem(json, status, title, detail);
        if (field != null) {
            json.raw(",\"field\":").text(field);
        }
        return json.raw("}").toBytes();
    }

    /** A field of a body is not what it should be. */
    static ApiProblem field(String field, String detail) {
        return new ApiProblem(400, "Bad field", field, field + " " + detail);
    }

    /** What the bus has kept; a problem where it could not. */
    static <T> T kept(CompletableFuture<T> change) {
        try {
            return change.join();
        } catch (CompletionException e) {
            throw new ApiProblem(503, "Not kept", "this could not be kept: " + e.getCause().getMessage());
        }
    }

    static ApiProblem parameter(String name, String value, String expected) {
        return new ApiProblem(400, "Bad parameter", name + " is \"" + value + "\"; expected " + expected);
    }
}
