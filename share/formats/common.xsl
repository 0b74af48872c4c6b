<?xml version="1.0" encoding="UTF-8"?>
<!-- What the stylesheets of this folder share: parameters, dates, exact amounts, and remarks.

     A remark is a line of text with a label, for a fact that a format has no place of its own for:
     apply the templates of mode "remark" to an element, and it says itself. So a format lists what
     it has no place for, and nothing is lost.

     XSLT 1.0 without extensions. Recursion goes by halves, since shoporder bounds its depth. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:o="urn:shoporder:order:1" exclude-result-prefixes="o">

  <!-- The buyer's GLN. Default: that of the document (`buyer.gln` of the shop). -->
  <xsl:param name="buyer-gln" select="''"/>
  <!-- The supplier's GLN and legal name. Default of the name: the document's short one. -->
  <xsl:param name="supplier-gln" select="''"/>
  <xsl:param name="supplier-name" select="''"/>
  <!-- How lines are numbered. "id": by the shop's id, the same in every revision. "position": from 1
       in each document, for systems that take few digits; not where changes are sent, because the
       positions of a change need not be those of the order. -->
  <xsl:param name="line-numbers" select="'id'"/>

  <xsl:key name="bundle" match="o:order/o:bundle" use="concat(generate-id(..), ' ', @id)"/>
  <xsl:key name="line" match="o:order/o:line" use="concat(generate-id(..), ' ', @id)"/>

  <xsl:variable name="the-buyer-gln">
    <xsl:choose>
      <xsl:when test="$buyer-gln != ''"><xsl:value-of select="$buyer-gln"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="/o:order/o:buyer/o:gln"/></xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <xsl:variable name="the-supplier-name">
    <xsl:choose>
      <xsl:when test="$supplier-name != ''"><xsl:value-of select="$supplier-name"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="/o:order/o:supplier/o:name"/></xsl:otherwise>
    </xsl:choose>
  </xsl:variable>

  <!-- A file of these formats is one order. csv.xsl says otherwise. -->
  <xsl:template match="/o:orders">
    <xsl:message terminate="yes">This format carries one order in a file, and this is a batch. Set the supplier's batch.mode to "order".</xsl:message>
  </xsl:template>

  <xsl:template match="o:line | o:service" mode="number">
    <xsl:choose>
      <xsl:when test="$line-numbers = 'id'"><xsl:value-of select="@id"/></xsl:when>
      <xsl:when test="$line-numbers = 'position'"><xsl:value-of select="@position"/></xsl:when>
      <xsl:otherwise>
        <xsl:message terminate="yes">The parameter line-numbers is "<xsl:value-of select="$line-numbers"/>"; it must be "id" or "position".</xsl:message>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- When the document was issued, by the shop's clock: 2026-11-22T21:50:09Z without a fraction. -->
  <xsl:template match="o:order" mode="issued">
    <xsl:variable name="shop" select="o:shop-order"/>
    <xsl:variable name="time">
      <xsl:choose>
        <xsl:when test="@kind = 'cancel' and $shop/o:cancelled"><xsl:value-of select="$shop/o:cancelled"/></xsl:when>
        <xsl:when test="@kind != 'new' and $shop/o:updated"><xsl:value-of select="$shop/o:updated"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="$shop/o:created"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:call-template name="whole-seconds"><xsl:with-param name="time" select="string($time)"/></xsl:call-template>
  </xsl:template>

  <xsl:template name="whole-seconds">
    <xsl:param name="time"/>
    <xsl:if test="translate(substring($time, 1, 19), '123456789', '000000000') != '0000-00-00T00:00:00'">
      <xsl:message terminate="yes">This format needs the date of the order, and the shop's order tells none that it can carry<xsl:if test="$time != ''"> (<xsl:value-of select="$time"/>)</xsl:if>. Tell the supplier by hand, then close the delivery with `shoporder queue done`.</xsl:message>
    </xsl:if>
    <xsl:value-of select="concat(substring($time, 1, 19), 'Z')"/>
  </xsl:template>

  <!-- "yes" for YYYY-MM-DD that is in the calendar. -->
  <xsl:template name="is-date">
    <xsl:param name="text"/>
    <xsl:variable name="year" select="number(substring($text, 1, 4))"/>
    <xsl:variable name="month" select="number(substring($text, 6, 2))"/>
    <xsl:variable name="day" select="number(substring($text, 9, 2))"/>
    <xsl:variable name="leap" select="$year mod 4 = 0 and ($year mod 100 != 0 or $year mod 400 = 0)"/>
    <xsl:variable name="days" select="number(substring('312831303130313130313031', 2 * $month - 1, 2)) + ($month = 2 and $leap)"/>
    <xsl:if test="translate($text, '123456789', '000000000') = '0000-00-00' and $year &gt; 0 and $month &gt;= 1 and $month &lt;= 12 and $day &gt;= 1 and $day &lt;= $days">yes</xsl:if>
  </xsl:template>

  <!-- Amounts. XPath counts in doubles, which are exact for whole numbers of up to 15 digits: so
       everything is counted in hundredths, as whole numbers, and what has more digits is refused. -->

  <!-- The price of a line: what the buyer pays where that is told, else the shop's retail price. -->
  <xsl:variable name="prices" select="(/o:order/o:line | /o:order/o:service)/*[self::o:unit-cost or (self::o:unit-price and not(../o:unit-cost))]"/>
  <xsl:variable name="currency">
    <xsl:choose>
      <xsl:when test="$prices"><xsl:value-of select="$prices[1]/@currency"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="/o:order/o:currency"/></xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <!-- Whether there is a total to tell: every line has its price. -->
  <xsl:variable name="priced" select="count($prices) &gt; 0 and count($prices) = count(/o:order/o:line | /o:order/o:service)"/>

  <xsl:template name="one-currency">
    <xsl:if test="$prices[@currency != $currency]">
      <xsl:message terminate="yes">This format carries prices in one currency, and this order has them in <xsl:value-of select="$currency"/> and <xsl:value-of select="$prices[@currency != $currency][1]/@currency"/>. Complete the costs in the supplier's SKU table, or show it no prices.</xsl:message>
    </xsl:if>
  </xsl:template>

  <!-- Price times quantity in hundredths, half up; '' without a price. -->
  <xsl:template match="o:line | o:service" mode="hundredths">
    <xsl:apply-templates select="o:unit-cost | o:unit-price[not(../o:unit-cost)]" mode="hundredths"/>
  </xsl:template>
  <xsl:template match="o:unit-cost | o:unit-price" mode="hundredths">
    <xsl:variable name="digits" select="translate(., '.-', '')"/>
    <xsl:variable name="places" select="string-length(substring-after(., '.'))"/>
    <xsl:variable name="quantity" select="../o:quantity"/>
    <xsl:if test="string-length($digits) + string-length($quantity) &gt; 15 or ($places &lt; 2 and string-length($digits) + string-length($quantity) &gt; 13)">
      <xsl:message terminate="yes">Line <xsl:value-of select="../@position"/>: <xsl:value-of select="."/> times <xsl:value-of select="$quantity"/> has too many digits to be calculated exactly. Show the supplier no prices, or tell it by hand.</xsl:message>
    </xsl:if>
    <xsl:variable name="factor">
      <xsl:choose>
        <xsl:when test="$places = 0">100</xsl:when>
        <xsl:when test="$places = 1">10</xsl:when>
        <xsl:otherwise>1</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="product" select="number($digits) * number($quantity) * number($factor)"/>
    <xsl:variable name="divisor" select="number(concat('1', substring('0000000', 1, ($places - 2) * ($places &gt; 2))))"/>
    <xsl:variable name="half" select="$product + floor($divisor div 2)"/>
    <xsl:if test="starts-with(., '-') and $product != 0">-</xsl:if>
    <xsl:value-of select="format-number(($half - $half mod $divisor) div $divisor, '0')"/>
  </xsl:template>

  <!-- The sum over lines in hundredths, by halves. -->
  <xsl:template name="sum">
    <xsl:param name="lines" select="/o:order/o:line | /o:order/o:service"/>
    <xsl:choose>
      <xsl:when test="count($lines) &gt; 1">
        <xsl:variable name="middle" select="floor(count($lines) div 2)"/>
        <xsl:variable name="front">
          <xsl:call-template name="sum"><xsl:with-param name="lines" select="$lines[position() &lt;= $middle]"/></xsl:call-template>
        </xsl:variable>
        <xsl:variable name="back">
          <xsl:call-template name="sum"><xsl:with-param name="lines" select="$lines[position() &gt; $middle]"/></xsl:call-template>
        </xsl:variable>
        <xsl:variable name="both" select="number($front) + number($back)"/>
        <xsl:if test="$both &gt;= 1000000000000000">
          <xsl:message terminate="yes">The total has too many digits to be calculated exactly. Show the supplier no prices, or tell it by hand.</xsl:message>
        </xsl:if>
        <xsl:value-of select="format-number($both, '0')"/>
      </xsl:when>
      <xsl:when test="$lines"><xsl:apply-templates select="$lines" mode="hundredths"/></xsl:when>
      <xsl:otherwise>0</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- 1250 to 12.50. -->
  <xsl:template name="decimal">
    <xsl:param name="hundredths"/>
    <xsl:variable name="digits" select="translate($hundredths, '-', '')"/>
    <xsl:variable name="padded" select="concat(substring('00', 1, 3 - string-length($digits)), $digits)"/>
    <xsl:if test="starts-with($hundredths, '-')">-</xsl:if>
    <xsl:value-of select="concat(substring($padded, 1, string-length($padded) - 2), '.', substring($padded, string-length($padded) - 1))"/>
  </xsl:template>

  <!-- Texts -->

  <!-- A requested date that the format has a place for, or nothing. -->
  <xsl:variable name="requested-date">
    <xsl:variable name="date" select="/o:order/o:delivery/o:requested-date"/>
    <xsl:variable name="good"><xsl:call-template name="is-date"><xsl:with-param name="text" select="string($date)"/></xsl:call-template></xsl:variable>
    <xsl:if test="$good = 'yes'"><xsl:value-of select="$date"/></xsl:if>
  </xsl:variable>

  <!-- Everything with more than white space in it; XML's four blanks are what normalize-space knows. -->
  <xsl:template name="title">
    <xsl:choose>
      <xsl:when test="normalize-space(o:supplier-title) != ''"><xsl:value-of select="o:supplier-title"/></xsl:when>
      <xsl:when test="normalize-space(o:title) != ''"><xsl:value-of select="o:title"/></xsl:when>
      <xsl:when test="normalize-space(o:sku) != ''"><xsl:value-of select="o:sku"/></xsl:when>
      <xsl:otherwise>Line <xsl:value-of select="@position"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- An address in one line of text. -->
  <xsl:template match="*" mode="in-one-line">
    <xsl:for-each select="*">
      <xsl:if test="position() != 1">, </xsl:if>
      <xsl:value-of select="."/>
      <xsl:if test="@code and . != ''"><xsl:text> </xsl:text></xsl:if>
      <xsl:if test="@code">(<xsl:value-of select="@code"/>)</xsl:if>
    </xsl:for-each>
  </xsl:template>

  <!-- Remarks: each is a line, or several where the shopper typed several. -->

  <xsl:template name="remark">
    <xsl:param name="label"/>
    <xsl:param name="text" select="."/>
    <xsl:value-of select="concat($label, ': ', $text, '&#10;')"/>
  </xsl:template>

  <xsl:template match="*" mode="remark">
    <xsl:call-template name="remark"><xsl:with-param name="label" select="translate(local-name(), '-', ' ')"/></xsl:call-template>
  </xsl:template>
  <xsl:template match="@test" mode="remark">TEST: nothing may be shipped.&#10;</xsl:template>
  <xsl:template match="@kind" mode="remark">
    <xsl:choose>
      <xsl:when test=". = 'change'">Change, revision <xsl:value-of select="../@revision"/>: it replaces what was ordered before. A line that is not listed is not to be shipped.&#10;</xsl:when>
      <xsl:when test=". = 'cancel'">Cancellation, revision <xsl:value-of select="../@revision"/>: nothing of this order is to be shipped.&#10;</xsl:when>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="o:cancel-reason" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label">Reason of the cancellation</xsl:with-param></xsl:call-template></xsl:template>
  <xsl:template match="o:collect" mode="remark">Cash on delivery: hand the goods over against <xsl:value-of select="concat(., ' ', @currency)"/> only, for the whole order.&#10;</xsl:template>
  <xsl:template match="o:shipping-method" mode="remark">
    <xsl:if test="@pick-up">Pick-up: the shopper comes and fetches the goods; do not ship them.&#10;</xsl:if>
    <xsl:if test="*">
      <xsl:call-template name="remark">
        <xsl:with-param name="label">Shipping method</xsl:with-param>
        <xsl:with-param name="text"><xsl:apply-templates select="." mode="in-one-line"/></xsl:with-param>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>
  <xsl:template match="o:requested-date" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label">Requested delivery date</xsl:with-param></xsl:call-template></xsl:template>
  <xsl:template match="o:requested-time" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label">Requested delivery time</xsl:with-param></xsl:call-template></xsl:template>
  <xsl:template match="o:instructions" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label">Delivery instructions</xsl:with-param></xsl:call-template></xsl:template>
  <xsl:template match="o:shop-order/o:name" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label">Shop order</xsl:with-param></xsl:call-template></xsl:template>
  <xsl:template match="o:shop-order/o:number" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label">Shop order number</xsl:with-param></xsl:call-template></xsl:template>
  <xsl:template match="o:shop-order/o:id" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label">Shop order id</xsl:with-param></xsl:call-template></xsl:template>
  <xsl:template match="o:shop-order/o:created" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label">Ordered in the shop</xsl:with-param></xsl:call-template></xsl:template>
  <xsl:template match="o:shop-order/o:updated" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label">Changed in the shop</xsl:with-param></xsl:call-template></xsl:template>
  <xsl:template match="o:shop-order/o:cancelled" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label">Cancelled in the shop</xsl:with-param></xsl:call-template></xsl:template>
  <xsl:template match="o:customer-reference" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label">Customer's own order number</xsl:with-param></xsl:call-template></xsl:template>
  <xsl:template match="o:shop-order/o:company" mode="remark">
    <xsl:call-template name="remark">
      <xsl:with-param name="label">Business customer</xsl:with-param>
      <xsl:with-param name="text">
        <xsl:value-of select="."/>
        <xsl:if test=". = ''">without a name</xsl:if>
        <xsl:if test="@id"> (company <xsl:value-of select="@id"/>)</xsl:if>
        <xsl:if test="@location"> (location <xsl:value-of select="@location"/>)</xsl:if>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="o:shop" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label">Shop</xsl:with-param></xsl:call-template></xsl:template>
  <xsl:template match="o:supplier/o:name" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label">Supplier</xsl:with-param></xsl:call-template></xsl:template>
  <xsl:template match="o:account" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label">Our customer number</xsl:with-param></xsl:call-template></xsl:template>
  <xsl:template match="o:order/o:currency" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label">Currency of the shop</xsl:with-param></xsl:call-template></xsl:template>
  <xsl:template match="o:presentment-currency" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label">Currency the shopper saw</xsl:with-param></xsl:call-template></xsl:template>
  <xsl:template match="o:bill-to" mode="remark">
    <xsl:call-template name="remark">
      <xsl:with-param name="label">Billing address of the shopper (the invoice goes to the buyer)</xsl:with-param>
      <xsl:with-param name="text"><xsl:apply-templates select="." mode="in-one-line"/></xsl:with-param>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="o:province" mode="remark">
    <xsl:call-template name="remark">
      <xsl:with-param name="label" select="concat('Province of the ', local-name(..))"/>
      <xsl:with-param name="text" select="concat(., ' (', @code, ')')"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="o:ship-to/o:phone" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label">Telephone of the ship-to</xsl:with-param></xsl:call-template></xsl:template>
  <xsl:template match="o:order/o:note" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label">Note of the shopper</xsl:with-param></xsl:call-template></xsl:template>
  <xsl:template match="o:note-attribute" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label" select="concat('Attribute of the order, ', @name)"/></xsl:call-template></xsl:template>
  <xsl:template match="o:order/o:bundle" mode="remark">
    <xsl:call-template name="remark">
      <xsl:with-param name="label" select="concat('Bundle ', @id)"/>
      <xsl:with-param name="text">
        <xsl:if test="o:quantity"><xsl:value-of select="o:quantity"/> times </xsl:if>
        <xsl:value-of select="normalize-space(concat(o:sku, ' ', o:title))"/>
        <xsl:if test="not(*)">its parts are among the lines</xsl:if>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- Of a line -->

  <xsl:template match="@gift-card" mode="remark">A gift card with a value, to be shipped like any goods.&#10;</xsl:template>
  <xsl:template match="@for" mode="remark">
    <xsl:variable name="line" select="key('line', concat(generate-id(../..), ' ', .))"/>
    <xsl:text>A service: nothing to ship by itself, to be done to </xsl:text>
    <xsl:choose>
      <xsl:when test="$line">line <xsl:apply-templates select="$line" mode="number"/> (<xsl:value-of select="normalize-space(concat($line/o:sku, ' ', $line/o:title))"/>)</xsl:when>
      <xsl:otherwise>line <xsl:value-of select="."/>, which is in another document of the same order</xsl:otherwise>
    </xsl:choose>
    <xsl:text>.&#10;</xsl:text>
  </xsl:template>
  <xsl:template match="@bundle" mode="remark">
    <xsl:variable name="bundle" select="key('bundle', concat(generate-id(../..), ' ', .))"/>
    <xsl:value-of select="concat(normalize-space(concat('A part of bundle ', ., ' ', $bundle/o:title)), '.&#10;')"/>
  </xsl:template>
  <xsl:template match="o:variant" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label">Variant</xsl:with-param></xsl:call-template></xsl:template>
  <xsl:template match="o:line/o:title | o:service/o:title" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label">Name in the shop</xsl:with-param></xsl:call-template></xsl:template>
  <xsl:template match="o:unit-price" mode="remark">
    <xsl:call-template name="remark">
      <xsl:with-param name="label">Retail price of one</xsl:with-param>
      <xsl:with-param name="text" select="concat(., ' ', @currency)"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="o:unit-cost" mode="remark">
    <xsl:call-template name="remark">
      <xsl:with-param name="label">Price of one</xsl:with-param>
      <xsl:with-param name="text" select="concat(., ' ', @currency)"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="o:presentment-price" mode="remark">
    <xsl:call-template name="remark">
      <xsl:with-param name="label">Retail price of one as the shopper saw it</xsl:with-param>
      <xsl:with-param name="text" select="concat(., ' ', @currency)"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="o:property" mode="remark"><xsl:call-template name="remark"><xsl:with-param name="label" select="@name"/></xsl:call-template></xsl:template>

</xsl:stylesheet>
