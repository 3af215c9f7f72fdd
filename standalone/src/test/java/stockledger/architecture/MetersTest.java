package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetersTest {

    @Test
    void metersAreFoundAndLabelsAndFunctionsAreNot() {
        assertThat(Meters.inExpression("histogram_quantile(0.99, sum by (le, some_label) "
                        + "(rate(a_seconds_bucket{other_label=\"b_c\"}[5m]))) / on (its_label) up > c_total"))
                .containsExactlyInAnyOrder("a_seconds_bucket", "c_total");
        assertThat(Meters.exposedIn("# HELP a_b_total x\n# TYPE a_b_total counter\na_b_total{x=\"1\"} 2.0\nc_d 1\n"))
                .containsExactlyInAnyOrder("a_b_total", "c_d");
    }

    @Test
    void dashboardAndAlertsQueryMeters() {
        assertThat(Meters.inDashboard(Repository.document("deploy/grafana/stockledger.json")))
                .contains("stockledger_cache_lookups_total", "http_server_requests_seconds_bucket");
        assertThat(Meters.inRules(Repository.document("deploy/alerts.yml")))
                .contains("stockledger_projection_lag_seconds");
    }
}
