package stockledger.trials.rivals;

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

/** One endpoint that asks the tables each time: no cache, and nothing prepared but indexes and a pool. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class JoinedTables {

    /** Two processors serve all: more connections only wait for each other. */
    private static final String POOL = "rival.pool";

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
    HikariDataSource pool(EmbeddedPostgres postgres, Environment told) throws SQLException {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
        pool.setMaximumPoolSize(told.getRequiredProperty(POOL, Integer.class));
        int seed = told.getRequiredProperty("rival.catalog", Integer.class);
        int products = told.getRequiredProperty("rival.products", Integer.class);
        new FilledTables(pool, new Catalog(seed, products)).fill();
        return pool;
    }

    @Bean
    JoinedPages pages(HikariDataSource pool) {
        return new JoinedPages(new JdbcTemplate(pool));
    }

    /** What is served. */
    @RestController
    static class Pages {

        private final JoinedPages pages;

        Pages(JoinedPages pages) {
            this.pages = pages;
        }

        @GetMapping(path = "/v1/products/{sku}", produces = MediaType.APPLICATION_JSON_VALUE)
        ResponseEntity<JoinedPages.Page> page(@PathVariable String sku) {
            return ResponseEntity.of(pages.find(sku));
        }

        /** Answered once the tables are filled. */
        @GetMapping("/ready")
        String ready() {
            return "ready";
        }
    }
}
