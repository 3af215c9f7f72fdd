package stockledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * A price in one currency. Equal amounts are equal whatever their trailing zeros.
 *
 * @param amount 0 to 999,999,999,999.9999 with at most four decimals; written as a string, so that no reader rounds it
 * @param currency three upper case letters, as ISO 4217 has them
 */
public record Money(
        @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount, String currency) {

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final BigDecimal CEILING = new BigDecimal("1000000000000");
    private static final int SHOWN_DECIMALS = 2;
    private static final int MOST_DECIMALS = 4;

    @JsonCreator
    public Money(@JsonProperty("amount") BigDecimal amount, @JsonProperty("currency") String currency) {
        if (amount == null || amount.signum() < 0 || amount.compareTo(CEILING) >= 0) {
            throw new IllegalArgumentException("an amount is at least 0 and below " + CEILING.toPlainString());
        }
        BigDecimal plain = amount.stripTrailingZeros();
        if (plain.scale() > MOST_DECIMALS) {
            throw new IllegalArgumentException("an amount has at most " + MOST_DECIMALS + " decimals");
        }
        if (currency == null || !CURRENCY.matcher(currency).matches()) {
            throw new IllegalArgumentException("a currency is three upper case letters");
        }
        this.amount = plain.scale() < SHOWN_DECIMALS ? plain.setScale(SHOWN_DECIMALS) : plain;
        this.currency = currency;
    }

    /** A price from its written form, such as {@code "12.50"}. */
    public static Money of(String amount, String currency) {
        return new Money(new BigDecimal(amount), currency);
    }
}
