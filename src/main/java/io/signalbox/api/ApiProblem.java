package io.signalbox.api;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

/** What was wrong with a question to the API, as an RFC 9457 problem. */
final class ApiProblem extends WebApplicationException {
    ApiProblem(int status, String title, String detail) {
        super(detail,
                Response.fromResponse(EventsResource.json(json -> RestAnswer.problem(json, status, title, detail)))
                        .status(status)
                        .type("application/problem+json").build());
    }

    static ApiProblem parameter(String name, String value, String expected) {
        return new ApiProblem(400, "Bad parameter", name + " is \"" + value + "\"; expected " + expected);
    }
}
