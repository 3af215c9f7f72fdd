package stockledger.web.security;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Adds to the API description how callers authenticate, and the scope that each address needs. */
final class AccessDescription implements OpenApiCustomizer {

    /** The member with the scopes of an operation; one of them is needed. */
    static final String SCOPES = "x-scopes";

    private static final String BEARER = "bearer";
    private static final String API_KEY = "apiKey";

    @Override
    public void customise(OpenAPI api) {
        if (api.getComponents() == null) {
            api.setComponents(new Components());
        }
        api.getComponents()
                .addSecuritySchemes(
                        BEARER,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("An API key, or a JWT of the configured issuer."))
                .addSecuritySchemes(
                        API_KEY,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.HEADER)
                                .name(Authenticator.KEY_HEADER)
                                .description("An API key."));
        if (api.getPaths() != null) {
            api.getPaths()
                    .forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
                        describe(operation, AccessTable.described(method.name(), path));
                        describePast(operation, AccessTable.ofPast(method.name(), path));
                    }));
        }
    }

    private static void describePast(Operation operation, @Nullable Scope scope) {
        if (scope != null && operation.getParameters() != null) {
            operation.getParameters().stream()
                    .filter(parameter -> AccessTable.AS_OF.equals(parameter.getName()))
                    .forEach(parameter -> {
                        parameter.setDescription("Needs the scope " + scope.text() + ".");
                        parameter.addExtension(SCOPES, List.of(scope.text()));
                    });
        }
    }

    private static void describe(Operation operation, List<Scope> scopes) {
        List<String> texts = scopes.stream().map(Scope::text).toList();
        operation.addExtension(SCOPES, texts);
        if (scopes.contains(Scope.CATALOG_READ)) {
            // Reading the catalog is public, unless a setting says otherwise.
            operation.addSecurityItem(new SecurityRequirement());
        }
        for (String scope : texts) {
            operation.addSecurityItem(new SecurityRequirement().addList(BEARER, scope));
            operation.addSecurityItem(new SecurityRequirement().addList(API_KEY, scope));
        }
    }
}
