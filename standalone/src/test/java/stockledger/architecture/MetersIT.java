package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Dashboard and alerts query only meters that the packaged jar exposes; the dashboard shows every meter of our own. */
class MetersIT {

    @Test
    void dashboardAlertsAndExposedMetersAgree() throws IOException, InterruptedException {
        RunningJar service = RunningJar.shared();

        assertThat(service.send("GET", "/v1/products/nobody").statusCode()).isEqualTo(404);
        assertThat(service.send("POST", "/v1/products").statusCode()).isEqualTo(400);
        String scrape = service.send("GET", "/actuator/prometheus").body();
        Set<String> exposed = Meters.exposedIn(scrape);
        Set<String> dashboard = Meters.inDashboard(Repository.document("deploy/grafana/stockledger.json"));

        assertThat(exposed).containsAll(dashboard);
        assertThat(exposed).containsAll(Meters.inRules(Repository.document("deploy/alerts.yml")));
        Set<String> ours = new TreeSet<>(exposed);
        ours.removeIf(name -> !name.startsWith("stockledger_"));
        assertThat(dashboard).containsAll(ours);
        assertThat(scrape)
                .contains("stockledger_problems_total{code=\"product-not-found\",side=\"query\"}")
                .containsPattern("stockledger_problems_total\\{code=\"[a-z-]+\",side=\"command\"}")
                .containsPattern("stockledger_commands_seconds_count\\{outcome=\"stored\",type=\"RegisterProduct\"}")
                .contains("uri=\"/v1/products/{sku}\"");
    }
}
