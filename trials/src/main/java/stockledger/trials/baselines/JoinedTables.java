package stockledger.trials.baselines;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import stockledger.trials.catalog.Catalog;

/** One endpoint that queries the tables for every request: with indexes and a connection pool, without a cache. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class JoinedTables {

    private static final String POOL = "baseline.pool";

    @Bean
    EmbeddedPostgres postgres() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("effective_cache_size", "2GB")
                .setServerConfig("random_page_cost", "1.1")
                .setServerConfig("jit", "off")
                .setServerConfig("max_connections", "60")
                .start();
    }

    @Bean
    HikariDataSource pool(EmbeddedPostgres postgres, Environment environment) throws SQLException {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
        pool.setMaximumPoolSize(environment.getRequiredProperty(POOL, Integer.class));
        int seed = environment.getRequiredProperty("baseline.catalog", Integer.class);
        int products = environment.getRequiredProperty("baseline.products", Integer.class);
        new NormalizedTables(pool, new Catalog(seed, products)).fill();
        return pool;
    }

    @Bean
    JoinedPageQuery pages(HikariDataSource pool) {
        return new JoinedPageQuery(new JdbcTemplate(pool));
    }

    @RestController
    static class Pages {

        private final JoinedPageQuery pages;

        Pages(JoinedPageQuery pages) {
            this.pages = pages;
        }

        @GetMapping(path = "/v1/products/{sku}", produces = MediaType.APPLICATION_JSON_VALUE)
        ResponseEntity<JoinedPageQuery.Page> page(@PathVariable String sku) {
            return ResponseEntity.of(pages.find(sku));
        }

        /** Answered only after the tables are filled: the server starts last. */
        @GetMapping("/ready")
        String ready() {
            return "ready";
        }
    }
}
