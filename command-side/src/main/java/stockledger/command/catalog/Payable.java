package stockledger.command.catalog;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Currency;
import org.jspecify.annotations.Nullable;
import stockledger.events.Money;

/**
 * A price in a currency of ISO 4217 with at most as many decimals as the currency has. Codes without a number of decimals
 * (no currency, tests, metals) are invalid. Applies to commands only, not to prices in stored events.
 */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Payable.PriceValidator.class)
@interface Payable {

    String message() default "must be a payable price";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    final class PriceValidator implements ConstraintValidator<Payable, Money> {

        @Override
        public boolean isValid(@Nullable Money price, ConstraintValidatorContext context) {
            if (price == null) {
                return true;
            }
            int decimals = decimals(price.currency());
            if (decimals < 0) {
                return violation(context, "currency", "must be an ISO 4217 currency with a defined number of decimals");
            }
            return price.amount().stripTrailingZeros().scale() <= decimals
                    || violation(context, "amount", "must have no more decimals than its currency");
        }

        /** Negative when the currency does not exist or defines no decimals. */
        private static int decimals(String currency) {
            try {
                return Currency.getInstance(currency).getDefaultFractionDigits();
            } catch (IllegalArgumentException unknown) {
                return -1;
            }
        }

        private static boolean violation(ConstraintValidatorContext context, String member, String message) {
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(message)
                    .addPropertyNode(member)
                    .addConstraintViolation();
            return false;
        }
    }
}
