package stockledger.query.cache;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How lists are kept in Redis.
 *
 * @param parts parts that the products of each list are divided into, which a Redis Cluster may spread; each page asks
 *     all of them. Counts for generations of the cache that are drawn after it was set
 * @param together most products that one script puts into their aisles
 * @param mostWalked most products that one question looks at in Redis, when what it asks for has no order of its own,
 *     before MongoDB is asked instead
 * @param leaseMillis after this without a sign, another process may begin to put all products into the aisles anew
 * @param longestPauseMillis longest pause before that is begun again, when the aisles are lost again and again
 */
@Validated
@ConfigurationProperties("stockledger.aisles")
record ListIndexSettings(
        @DefaultValue("1") @Min(1) @Max(1_024) int parts,
        @DefaultValue("100") @Min(1) @Max(1_000) int together,
        @DefaultValue("2000") @Min(1) @Max(100_000) int mostWalked,
        @DefaultValue("10000") @Min(100) @Max(600_000) int leaseMillis,
        @DefaultValue("60000") @Min(500) @Max(3_600_000) int longestPauseMillis) {}
