package stockledger.query.http;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The limits of one query, and how long HTTP caches may keep its answer.
 *
 * @param maxBody largest body of a query that is posted
 * @param maxAge how long HTTP caches may keep a product page, a list or availability; 0 to revalidate always
 * @param staleWhileRevalidate how much longer they may serve it while they revalidate
 */
@Validated
@ConfigurationProperties("stockledger.query-http")
record HttpSettings(
        @DefaultValue("256KB") @NotNull DataSize maxBody,

        @DefaultValue("1s") @NotNull @DurationMin @DurationMax(days = 1)
        Duration maxAge,

        @DefaultValue("5s") @NotNull @DurationMin @DurationMax(days = 1)
        Duration staleWhileRevalidate) {}
