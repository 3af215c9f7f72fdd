package stockledger.query.cache;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How a process comes to keep what is read most before it is asked for it.
 *
 * @param countOneIn one read of so many is counted, and counts for all of them
 * @param tellMillis how often a process tells Redis what it has counted
 * @param mostCounted most products whose reads are counted, in a process and for each hour in Redis
 * @param hours how many hours of reads are looked at
 * @param halfLifeHours a read counts half of one that was so many hours later
 * @param most most products that are read in; as many as a process has room for are. 0 for none
 * @param together most of them that are read at once
 * @param readyPercent share of them that a process which starts has read in before it is ready
 * @param longestWaitMillis after this it is ready without, counted from when the projections of their pages had caught up
 * @param pauseMillis shortest pause before a process reads in again, when it lost what it kept
 */
@Validated
@ConfigurationProperties("stockledger.warming")
record WarmingSettings(
        @DefaultValue("16") @Min(1) @Max(10_000) int countOneIn,
        @DefaultValue("10000") @Min(10) @Max(600_000) int tellMillis,
        @DefaultValue("20000") @Min(1) @Max(1_000_000) int mostCounted,
        @DefaultValue("12") @Min(1) @Max(168) int hours,
        @DefaultValue("3") @Min(1) @Max(168) int halfLifeHours,
        @DefaultValue("10000") @Min(0) @Max(1_000_000) int most,
        @DefaultValue("100") @Min(1) @Max(1_000) int together,
        @DefaultValue("80") @Min(0) @Max(100) int readyPercent,
        @DefaultValue("20000") @Min(0) @Max(600_000) int longestWaitMillis,
        @DefaultValue("5000") @Min(0) @Max(3_600_000) int pauseMillis) {}
