package stockledger.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.server.PathContainer;

/** An address is open, or needs one scope, however it is spelled; without a row it needs ops. */
class EveryAddressNeedsAScopeTest {

    @ParameterizedTest
    @CsvSource({
        "GET,    /v1/products,                        catalog:read",
        "HEAD,   /v1/products/MUG-01,                 catalog:read",
        "GET,    /v1/products/MUG-01/stream,          catalog:read",
        "POST,   /v1/availability,                    catalog:read",
        "POST,   /v1/count-causes,                    events:read",
        "GET,    /v1/inventory/MUG-01/available-to-promise, catalog:read",
        "GET,    /v1/inventory,                       events:read",
        "GET,    /v1/inventory/MUG-01/movements,      events:read",
        "GET,    /v1/jobs/j1,                         events:read",
        "POST,   /v1/products,                        catalog:write",
        "DELETE, /v1/products/MUG-01,                 catalog:write",
        "POST,   /v1/bulk/products,                   catalog:write",
        "POST,   /v1/bulk/p%72oducts,                 catalog:write",
        "POST,   /v1/bulk/receipts,                   stock:write",
        "POST,   /v1/transfers/t1/receive,            stock:write",
        "POST,   /v1/reservations/cart/confirm,       reservations:write",
        "POST,   /v1/jobs/j1/cancel,                  ops",
        "POST,   /v1/api-keys,                        ops",
        "GET,    /v1/admin/projections,               ops",
        "GET,    /v1/nothing,                         ops",
        "GET,    /V1/products,                        ops",
        "GET,    //v1/products,                       ops",
        "GET,    /actuator/prometheus,                ops",
        "GET,    /actuator/health/projections,        ops",
        "BREW,   /v1/products,                        ops",
    })
    void anAddressNeedsOneScope(String method, String path, String scope) {
        assertThat(AccessTable.required(method, PathContainer.parsePath(path)))
                .isEqualTo(Scope.of(scope).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "/actuator/health",
        "/actuator/health/liveness",
        "/v3/api-docs",
        "/v3/api-docs.yaml",
        "/swagger-ui/index.html",
        "/",
        "/console",
        "/console/products/MUG-01",
        "/console/assets/0123456789abcdef/app.js"
    })
    void healthDescriptionAndConsoleAreOpen(String path) {
        assertThat(AccessTable.required("GET", PathContainer.parsePath(path))).isNull();
        assertThat(AccessTable.required("POST", PathContainer.parsePath(path))).isEqualTo(Scope.OPS);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /v1/products/MUG-01,     events:read",
        "HEAD, /v1/products/MUG-01,     events:read",
        "GET,  /v1/availability,        events:read",
        "GET,  /v1/products,            catalog:read",
        "POST, /v1/availability,        catalog:read",
        "GET,  /v1/inventory/MUG-01,    events:read",
        "GET,  /v1/admin/projections,   ops",
    })
    void thePastNeedsTheScopeOfEvents(String method, String path, String scope) {
        assertThat(AccessTable.required(method, PathContainer.parsePath(path), true))
                .isEqualTo(Scope.of(scope).orElseThrow());
        assertThat(AccessTable.required(method, PathContainer.parsePath(path), false))
                .isEqualTo(AccessTable.required(method, PathContainer.parsePath(path)));
    }

    @Test
    void aScopeThatDependsOnAVariableIsDescribedWithAllItsValues() {
        assertThat(AccessTable.described("post", "/v1/bulk/{kind}"))
                .containsExactlyInAnyOrder(Scope.CATALOG_WRITE, Scope.STOCK_WRITE);
        assertThat(AccessTable.described("get", "/v1/products/{sku}")).containsExactly(Scope.CATALOG_READ);
        assertThat(AccessTable.described("post", "/v1/jobs/{id}/cancel")).containsExactly(Scope.OPS);
    }
}
