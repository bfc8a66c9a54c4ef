package io.signalbox.api;

import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

import io.quarkus.smallrye.openapi.OpenApiFilter;

/**
 * What is the same in all of the API's descriptions? Whoever asks may need a token, and gets a problem where something is wrong. The bodies
 * are described in {@code META-INF/openapi.yaml}.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class ApiDescription implements OASFilter {
    private static final Map<String, String> PARAMETERS = Map.ofEntries(
            Map.entry("type", "Only this type; * stands for any part of it."),
            Map.entry("minSeverity", "Only what is at least so severe: debug, info, warning, error or critical."),
            Map.entry("source", "Only from this source."), Map.entry("subject", "Only about this subject."),
            Map.entry("tag", "Only with this tag."),
            Map.entry("since", "Accepted then or later, such as 2026-11-21T08:00:00Z."),
            Map.entry("until", "Accepted before, such as 2026-11-21T09:00:00Z."),
            Map.entry("q", "Only with this text somewhere."), Map.entry("limit", "How many at the most."),
            Map.entry("after", "Goes on where the page ended whose answer said so."),
            Map.entry("severity", "debug, info (if nothing is said), warning, error or critical."),
            Map.entry("all", "true: all of them."), Map.entry("id", "The id."),
            Map.entry("name", "The backend's name."),
            Map.entry("number", "The replay's number."), Map.entry("running", "true: only those that run."),
            Map.entry("to", "The generation's number; without it, the one before."),
            Map.entry("event_type", "The type that the rule is for."));

    @Override
    public Parameter filterParameter(Parameter parameter) {
        if (parameter.getDescription() == null && PARAMETERS.containsKey(parameter.getName())) {
            parameter.setDescription(PARAMETERS.get(parameter.getName()));
        }
        return parameter;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.getPaths().getPathItems().forEach((path, item) -> {
            if (path.startsWith("/api/") || path.startsWith("/v1/")) {
                item.getOperations().forEach((method, operation) -> complete(path, method, operation));
            }
        });
    }

    private static void complete(String path, PathItem.HttpMethod method, Operation operation) {
        operation.setSecurity(List.of(OASFactory.createSecurityRequirement().addScheme("bearer"),
                OASFactory.createSecurityRequirement()));
        APIResponses responses = operation.getResponses();
        if (responses.hasAPIResponse("201") || responses.hasAPIResponse("202")) {
            responses.removeAPIResponse("200");
        }
        add(responses, "401", "Unauthorized");
        add(responses, "403", "Foreign");
        if (operation.getRequestBody() != null || operation.getParameters() != null) {
            add(responses, "400", "Problem");
        }
        if (path.contains("{")) {
            add(responses, "404", "Problem");
        }
        if (method != PathItem.HttpMethod.GET) {
            add(responses, "503", "Problem");
        }
    }

    private static void add(APIResponses responses, String status, String component) {
        if (!responses.hasAPIResponse(status)) {
            responses.addAPIResponse(status, OASFactory.createAPIResponse().ref(component));
        }
    }
}
