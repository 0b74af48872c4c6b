<?xml version="1.0" encoding="UTF-8"?>
<!-- openTRANS 2.1: "new" becomes an ORDER, "change" and "cancel" an ORDERCHANGE. openTRANS has no
     document for a cancellation; in the ORDERCHANGE of one every quantity is 0, and a remark says it.
     (The CANCELREQUEST of Digitec Galaxus is their own, and names the quantity to cancel, which a
     cancel of shoporder does not.)

     openTRANS limits lengths. What is longer is cut in its place and whole in a remark; an article
     number is never cut: a long one is only in the remark. Currencies and countries that openTRANS
     does not list are in a remark, too, with the prices: PRICE_AMOUNT has no currency of its own.

     Besides those of common.xsl:                                                                 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:o="urn:shoporder:order:1"
                xmlns="http://www.opentrans.org/XMLSchema/2.1"
                xmlns:bmecat="http://www.bmecat.org/bmecat/2005"
                exclude-result-prefixes="o">

  <xsl:import href="common.xsl"/>
  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>

  <!-- The attribute "type" of PARTY_ID for the number that the supplier gave the buyer, and of the
       article numbers. -->
  <xsl:param name="account-type" select="'supplier_specific'"/>
  <xsl:param name="supplier-pid-type" select="'supplier_specific'"/>
  <xsl:param name="buyer-pid-type" select="'buyer_specific'"/>
  <!-- UN/ECE Recommendation 20: C62 is a piece. -->
  <xsl:param name="unit-code" select="'C62'"/>

  <!-- What BMEcat 2005 takes of today's codes. -->
  <xsl:variable name="known-currencies" select="' AED ALL ANG AUD AWG BBD BDT BHD BIF BMD BND BOB BSD BWP BZD CAD CHF CLF CLP CNY COP CRC CUP CVE DJF DKK DOP DZD EGP ETB EUR FJD FKP GBP GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR INR IQD IRR ISK JMD JOD JPY KES KHR KMF KPW KRW KWD KYD LAK LBP LKR LRD LYD MAD MNT MOP MUR MVR MWK MYR NGN NOK NPR NZD OMR PAB PGK PHP PKR PYG QAR SAR SBD SCR SEK SGD SHP SLL SOS SVC SYP SZL THB TND TOP TTD TWD USD VND VUV WST ZAR '"/>
  <xsl:variable name="known-countries" select="' AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IN IO IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD MG MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR ST SV SY SZ TC TD TF TG TH TJ TK TM TN TO TP TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS YE YT YU ZA ZM ZW '"/>
  <xsl:variable name="can-price" select="contains($known-currencies, concat(' ', $currency, ' '))"/>

  <!-- The documents. Elements come in the order of the schema. -->

  <xsl:template match="/o:order[@kind = 'new']">
    <xsl:if test="not(o:line | o:service)">
      <xsl:message terminate="yes">An openTRANS ORDER needs a line, and this order has none. Tell the supplier by hand, then close the delivery with `shoporder queue done`.</xsl:message>
    </xsl:if>
    <ORDER version="2.1" type="standard">
      <ORDER_HEADER>
        <xsl:call-template name="control"/>
        <ORDER_INFO>
          <ORDER_ID><xsl:value-of select="o:purchase-order"/></ORDER_ID>
          <ORDER_DATE><xsl:apply-templates select="." mode="issued"/></ORDER_DATE>
          <xsl:call-template name="requested"/>
          <xsl:call-template name="parties"/>
          <CUSTOMER_ORDER_REFERENCE>
            <ORDER_ID><xsl:value-of select="substring((o:shop-order/o:name | o:shop-order/o:id[not(../o:name)])[1], 1, 250)"/></ORDER_ID>
            <xsl:if test="o:bill-to"><CUSTOMER_IDREF type="buyer_specific"><xsl:value-of select="concat(o:purchase-order, '/bill-to')"/></CUSTOMER_IDREF></xsl:if>
          </CUSTOMER_ORDER_REFERENCE>
          <xsl:call-template name="tail"/>
        </ORDER_INFO>
      </ORDER_HEADER>
      <ORDER_ITEM_LIST><xsl:apply-templates select="o:line | o:service"/></ORDER_ITEM_LIST>
      <ORDER_SUMMARY><xsl:call-template name="summary"/></ORDER_SUMMARY>
    </ORDER>
  </xsl:template>

  <xsl:template match="/o:order[@kind != 'new']">
    <xsl:if test="not(o:line | o:service)">
      <xsl:message terminate="yes">An openTRANS ORDERCHANGE needs a line, and this <xsl:value-of select="@kind"/> has none. Tell the supplier by hand, then close the delivery with `shoporder queue done`.</xsl:message>
    </xsl:if>
    <ORDERCHANGE version="2.1">
      <ORDERCHANGE_HEADER>
        <xsl:call-template name="control"/>
        <ORDERCHANGE_INFO>
          <ORDER_ID><xsl:value-of select="o:purchase-order"/></ORDER_ID>
          <ORDERCHANGE_DATE><xsl:apply-templates select="." mode="issued"/></ORDERCHANGE_DATE>
          <xsl:for-each select="o:shop-order/o:created">
            <ORDER_DATE><xsl:call-template name="whole-seconds"><xsl:with-param name="time" select="string()"/></xsl:call-template></ORDER_DATE>
          </xsl:for-each>
          <ALT_CUSTOMER_ORDER_ID><xsl:value-of select="substring((o:shop-order/o:name | o:shop-order/o:id[not(../o:name)])[1], 1, 250)"/></ALT_CUSTOMER_ORDER_ID>
          <!-- Counts the changes, and the order itself is revision 1. -->
          <ORDERCHANGE_SEQUENCE_ID><xsl:value-of select="@revision - (@revision &gt; 1)"/></ORDERCHANGE_SEQUENCE_ID>
          <xsl:call-template name="requested"/>
          <xsl:call-template name="parties"/>
          <xsl:call-template name="tail"/>
        </ORDERCHANGE_INFO>
      </ORDERCHANGE_HEADER>
      <ORDERCHANGE_ITEM_LIST><xsl:apply-templates select="o:line | o:service"/></ORDERCHANGE_ITEM_LIST>
      <ORDERCHANGE_SUMMARY><xsl:call-template name="summary"/></ORDERCHANGE_SUMMARY>
    </ORDERCHANGE>
  </xsl:template>

  <!-- The head -->

  <xsl:template name="control">
    <xsl:if test="@test">
      <CONTROL_INFO><STOP_AUTOMATIC_PROCESSING>TEST: nothing may be shipped.</STOP_AUTOMATIC_PROCESSING></CONTROL_INFO>
    </xsl:if>
  </xsl:template>

  <xsl:template name="requested">
    <xsl:if test="$requested-date != ''">
      <DELIVERY_DATE type="optional">
        <DELIVERY_START_DATE><xsl:value-of select="$requested-date"/></DELIVERY_START_DATE>
        <DELIVERY_END_DATE><xsl:value-of select="$requested-date"/></DELIVERY_END_DATE>
      </DELIVERY_DATE>
    </xsl:if>
  </xsl:template>

  <xsl:template name="tail">
    <ORDER_PARTIES_REFERENCE>
      <bmecat:BUYER_IDREF><xsl:call-template name="buyer-id"/></bmecat:BUYER_IDREF>
      <bmecat:SUPPLIER_IDREF><xsl:call-template name="supplier-id"/></bmecat:SUPPLIER_IDREF>
      <xsl:if test="o:ship-to or o:contact">
        <SHIPMENT_PARTIES_REFERENCE>
          <DELIVERY_IDREF type="buyer_specific"><xsl:value-of select="concat(o:purchase-order, '/ship-to')"/></DELIVERY_IDREF>
        </SHIPMENT_PARTIES_REFERENCE>
      </xsl:if>
    </ORDER_PARTIES_REFERENCE>
    <xsl:call-template name="one-currency"/>
    <xsl:if test="$can-price"><bmecat:CURRENCY><xsl:value-of select="$currency"/></bmecat:CURRENCY></xsl:if>
    <xsl:call-template name="header-remarks"/>
  </xsl:template>

  <xsl:template name="header-remarks">
    <xsl:call-template name="remarks">
      <xsl:with-param name="type">transport</xsl:with-param>
      <xsl:with-param name="text">
        <xsl:apply-templates select="o:collect | o:shipping-method" mode="remark"/>
        <xsl:if test="$requested-date = ''"><xsl:apply-templates select="o:delivery/o:requested-date" mode="remark"/></xsl:if>
        <xsl:apply-templates select="o:delivery/o:requested-time | o:delivery/o:instructions" mode="remark"/>
        <xsl:apply-templates select="(o:ship-to | o:bill-to)/o:province[@code and . != '']" mode="remark"/>
        <xsl:if test="o:contact/o:phone and o:ship-to/o:phone != o:contact/o:phone"><xsl:apply-templates select="o:ship-to/o:phone" mode="remark"/></xsl:if>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="remarks">
      <xsl:with-param name="type">deliverynote</xsl:with-param>
      <xsl:with-param name="text"><xsl:apply-templates select="o:shop-order/o:customer-reference" mode="remark"/></xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="remarks">
      <xsl:with-param name="type">
        <xsl:choose>
          <xsl:when test="@kind = 'new'">order</xsl:when>
          <xsl:otherwise>orderchange</xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
      <xsl:with-param name="text">
        <xsl:apply-templates select="@test" mode="remark"/>
        <xsl:apply-templates select="@kind" mode="remark"/>
        <xsl:apply-templates select="o:shop-order/o:cancel-reason | o:shop-order/o:cancelled" mode="remark"/>
        <xsl:if test="not($can-price) or $currency != o:currency"><xsl:apply-templates select="o:currency" mode="remark"/></xsl:if>
        <xsl:apply-templates select="o:presentment-currency | o:shop-order/o:company | o:bundle" mode="remark"/>
        <xsl:apply-templates select="o:shop | o:shop-order/o:id[../o:name] | o:shop-order/o:number" mode="remark"/>
        <xsl:for-each select="o:shop-order/o:name[string-length() &gt; 250]"><xsl:apply-templates select="." mode="remark"/></xsl:for-each>
        <xsl:for-each select="(o:ship-to | o:bill-to | o:buyer | o:contact)/*[string-length() &gt; 50 or self::o:zip[string-length() &gt; 20]][not(self::o:email[string-length() &lt;= 255])]">
          <xsl:call-template name="remark"><xsl:with-param name="label" select="concat('In full, ', local-name(..), ' ', local-name())"/></xsl:call-template>
        </xsl:for-each>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="remarks">
      <xsl:with-param name="type">general</xsl:with-param>
      <xsl:with-param name="text"><xsl:apply-templates select="o:note | o:note-attribute" mode="remark"/></xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- One REMARKS, or several when it is longer than one may be, a level deeper for each of them; without
       the last line break. -->
  <xsl:template name="remarks">
    <xsl:param name="type"/>
    <xsl:param name="text"/>
    <xsl:variable name="length" select="string-length($text) - 1"/>
    <xsl:if test="$length &gt; 0">
      <REMARKS type="{$type}"><xsl:value-of select="substring($text, 1, 64000 - ($length &lt;= 64000) * (64000 - $length))"/></REMARKS>
      <xsl:if test="$length &gt; 64000">
        <xsl:call-template name="remarks">
          <xsl:with-param name="type" select="$type"/>
          <xsl:with-param name="text" select="substring($text, 64001)"/>
        </xsl:call-template>
      </xsl:if>
    </xsl:if>
  </xsl:template>

  <xsl:template name="summary">
    <TOTAL_ITEM_NUM><xsl:value-of select="count(o:line | o:service)"/></TOTAL_ITEM_NUM>
    <xsl:if test="$priced and $can-price">
      <TOTAL_AMOUNT>
        <xsl:variable name="total"><xsl:call-template name="sum"/></xsl:variable>
        <xsl:call-template name="decimal"><xsl:with-param name="hundredths" select="string($total)"/></xsl:call-template>
      </TOTAL_AMOUNT>
    </xsl:if>
  </xsl:template>

  <!-- Who. The first PARTY_ID of each is what the references name. -->

  <xsl:template name="buyer-id">
    <xsl:choose>
      <xsl:when test="o:supplier/o:account"><xsl:attribute name="type"><xsl:value-of select="$account-type"/></xsl:attribute><xsl:value-of select="substring(o:supplier/o:account, 1, 250)"/></xsl:when>
      <xsl:when test="$the-buyer-gln != ''"><xsl:attribute name="type">gln</xsl:attribute><xsl:value-of select="$the-buyer-gln"/></xsl:when>
      <xsl:otherwise><xsl:attribute name="type">buyer_specific</xsl:attribute><xsl:value-of select="concat(o:shop, substring('buyer', 1, 5 * not(o:shop)))"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="supplier-id">
    <xsl:choose>
      <xsl:when test="$supplier-gln != ''"><xsl:attribute name="type">gln</xsl:attribute><xsl:value-of select="$supplier-gln"/></xsl:when>
      <xsl:when test="o:supplier/o:name"><xsl:attribute name="type">buyer_specific</xsl:attribute><xsl:value-of select="o:supplier/o:name"/></xsl:when>
      <xsl:otherwise><xsl:attribute name="type">buyer_specific</xsl:attribute>supplier</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="parties">
    <PARTIES>
      <PARTY>
        <bmecat:PARTY_ID><xsl:call-template name="buyer-id"/></bmecat:PARTY_ID>
        <xsl:if test="$the-buyer-gln != '' and o:supplier/o:account"><bmecat:PARTY_ID type="gln"><xsl:value-of select="$the-buyer-gln"/></bmecat:PARTY_ID></xsl:if>
        <PARTY_ROLE>buyer</PARTY_ROLE>
        <xsl:for-each select="o:buyer"><ADDRESS><xsl:call-template name="address"/></ADDRESS></xsl:for-each>
      </PARTY>
      <PARTY>
        <bmecat:PARTY_ID><xsl:call-template name="supplier-id"/></bmecat:PARTY_ID>
        <PARTY_ROLE>supplier</PARTY_ROLE>
        <xsl:if test="$the-supplier-name != ''"><ADDRESS><bmecat:NAME><xsl:value-of select="substring($the-supplier-name, 1, 50)"/></bmecat:NAME></ADDRESS></xsl:if>
      </PARTY>
      <xsl:if test="o:ship-to or o:contact">
        <PARTY>
          <bmecat:PARTY_ID type="buyer_specific"><xsl:value-of select="concat(o:purchase-order, '/ship-to')"/></bmecat:PARTY_ID>
          <PARTY_ROLE>delivery</PARTY_ROLE>
          <ADDRESS>
            <xsl:for-each select="o:ship-to">
              <xsl:call-template name="address">
                <xsl:with-param name="phone" select="../o:contact/o:phone | o:phone[not(../../o:contact/o:phone)]"/>
                <xsl:with-param name="email" select="../o:contact/o:email"/>
              </xsl:call-template>
            </xsl:for-each>
            <xsl:if test="not(o:ship-to)"><xsl:for-each select="o:contact"><xsl:call-template name="address"/></xsl:for-each></xsl:if>
          </ADDRESS>
        </PARTY>
      </xsl:if>
      <!-- The shopper's billing address. The supplier's invoice goes to the buyer: so no "invoice_recipient". -->
      <xsl:for-each select="o:bill-to">
        <PARTY>
          <bmecat:PARTY_ID type="buyer_specific"><xsl:value-of select="concat(../o:purchase-order, '/bill-to')"/></bmecat:PARTY_ID>
          <PARTY_ROLE>customer</PARTY_ROLE>
          <ADDRESS><xsl:call-template name="address"/></ADDRESS>
        </PARTY>
      </xsl:for-each>
    </PARTIES>
  </xsl:template>

  <!-- A second line of the street stands in NAME3: several STREET are one in several languages. -->
  <xsl:template name="address">
    <xsl:param name="phone" select="o:phone"/>
    <xsl:param name="email" select="o:email"/>
    <xsl:variable name="country" select="o:country/@code[contains($known-countries, concat(' ', ., ' '))]"/>
    <xsl:for-each select="o:company[. != ''] | o:name[. != '' and not(../o:company[. != ''])]"><bmecat:NAME><xsl:value-of select="substring(., 1, 50)"/></bmecat:NAME></xsl:for-each>
    <xsl:for-each select="o:street[2]"><bmecat:NAME3><xsl:value-of select="substring(., 1, 50)"/></bmecat:NAME3></xsl:for-each>
    <xsl:for-each select="o:name[../o:company]"><CONTACT_DETAILS><bmecat:CONTACT_NAME><xsl:value-of select="substring(., 1, 50)"/></bmecat:CONTACT_NAME></CONTACT_DETAILS></xsl:for-each>
    <xsl:for-each select="o:street[1]"><bmecat:STREET><xsl:value-of select="substring(., 1, 50)"/></bmecat:STREET></xsl:for-each>
    <xsl:for-each select="o:zip"><bmecat:ZIP><xsl:value-of select="substring(., 1, 20)"/></bmecat:ZIP></xsl:for-each>
    <xsl:for-each select="o:city"><bmecat:CITY><xsl:value-of select="substring(., 1, 50)"/></bmecat:CITY></xsl:for-each>
    <xsl:for-each select="o:province">
      <bmecat:STATE><xsl:value-of select="substring(concat(., substring(@code, 1, 50 * (. = ''))), 1, 50)"/></bmecat:STATE>
    </xsl:for-each>
    <xsl:for-each select="o:country[. != '' or not($country)]">
      <bmecat:COUNTRY><xsl:value-of select="substring(concat(., substring(@code, 1, 2 * (. = ''))), 1, 50)"/></bmecat:COUNTRY>
    </xsl:for-each>
    <xsl:if test="$country"><bmecat:COUNTRY_CODED><xsl:value-of select="$country"/></bmecat:COUNTRY_CODED></xsl:if>
    <xsl:for-each select="o:vat"><bmecat:VAT_ID><xsl:value-of select="substring(., 1, 50)"/></bmecat:VAT_ID></xsl:for-each>
    <xsl:for-each select="$phone"><bmecat:PHONE><xsl:value-of select="substring(., 1, 50)"/></bmecat:PHONE></xsl:for-each>
    <xsl:for-each select="$email"><bmecat:EMAIL><xsl:value-of select="substring(., 1, 255)"/></bmecat:EMAIL></xsl:for-each>
    <xsl:for-each select="o:country/@code[not($country) and .. != '']"><bmecat:ADDRESS_REMARKS>Country code: <xsl:value-of select="."/></bmecat:ADDRESS_REMARKS></xsl:for-each>
  </xsl:template>

  <!-- What -->

  <xsl:template match="o:line | o:service">
    <xsl:variable name="price" select="o:unit-cost | o:unit-price[not(../o:unit-cost)]"/>
    <ORDER_ITEM>
      <LINE_ITEM_ID><xsl:apply-templates select="." mode="number"/></LINE_ITEM_ID>
      <xsl:call-template name="product"/>
      <QUANTITY><xsl:value-of select="o:quantity"/></QUANTITY>
      <bmecat:ORDER_UNIT><xsl:value-of select="$unit-code"/></bmecat:ORDER_UNIT>
      <xsl:if test="$price and $can-price">
        <PRODUCT_PRICE_FIX>
          <bmecat:PRICE_AMOUNT><xsl:value-of select="$price"/></bmecat:PRICE_AMOUNT>
          <bmecat:PRICE_QUANTITY>1</bmecat:PRICE_QUANTITY>
        </PRODUCT_PRICE_FIX>
        <PRICE_LINE_AMOUNT>
          <xsl:variable name="hundredths"><xsl:apply-templates select="." mode="hundredths"/></xsl:variable>
          <xsl:call-template name="decimal"><xsl:with-param name="hundredths" select="string($hundredths)"/></xsl:call-template>
        </PRICE_LINE_AMOUNT>
      </xsl:if>
      <xsl:call-template name="remarks">
        <xsl:with-param name="type">general</xsl:with-param>
        <xsl:with-param name="text">
          <xsl:apply-templates select="@for | @gift-card | @bundle" mode="remark"/>
          <xsl:apply-templates select="o:unit-price[../o:unit-cost or not($can-price)] | o:unit-cost[not($can-price)] | o:presentment-price" mode="remark"/>
          <xsl:for-each select="o:sku[string-length() &gt; 32] | o:supplier-sku[string-length() &gt; 32] | o:title[string-length() &gt; 150] | o:supplier-title[string-length() &gt; 150] | o:vendor[string-length() &gt; 60]">
            <xsl:call-template name="remark"><xsl:with-param name="label" select="concat('In full, ', local-name())"/></xsl:call-template>
          </xsl:for-each>
          <xsl:apply-templates select="o:property[. = '' or string-length() &gt; 60 or @name = '' or string-length(@name) &gt; 60]" mode="remark"/>
        </xsl:with-param>
      </xsl:call-template>
    </ORDER_ITEM>
  </xsl:template>

  <!-- The supplier's number where we know it; else ours, which for goods of one supplier usually is it. -->
  <xsl:template name="product">
    <xsl:variable name="title"><xsl:call-template name="title"/></xsl:variable>
    <xsl:variable name="description">
      <xsl:if test="normalize-space(o:supplier-title) != ''"><xsl:apply-templates select="o:title" mode="remark"/></xsl:if>
      <xsl:apply-templates select="o:variant" mode="remark"/>
    </xsl:variable>
    <PRODUCT_ID>
      <xsl:for-each select="(o:supplier-sku | o:sku[not(../o:supplier-sku)])[string-length() &lt;= 32]">
        <bmecat:SUPPLIER_PID type="{$supplier-pid-type}"><xsl:value-of select="."/></bmecat:SUPPLIER_PID>
      </xsl:for-each>
      <xsl:for-each select="o:sku[string-length() &lt;= 50]">
        <bmecat:BUYER_PID type="{$buyer-pid-type}"><xsl:value-of select="."/></bmecat:BUYER_PID>
      </xsl:for-each>
      <bmecat:DESCRIPTION_SHORT><xsl:value-of select="substring($title, 1, 150)"/></bmecat:DESCRIPTION_SHORT>
      <xsl:if test="$description != ''"><bmecat:DESCRIPTION_LONG><xsl:value-of select="substring($description, 1, string-length($description) - 1)"/></bmecat:DESCRIPTION_LONG></xsl:if>
      <xsl:if test="self::o:service"><bmecat:PRODUCT_TYPE>service</bmecat:PRODUCT_TYPE></xsl:if>
    </PRODUCT_ID>
    <xsl:variable name="properties" select="o:property[. != '' and string-length() &lt;= 60 and @name != '' and string-length(@name) &lt;= 60]"/>
    <xsl:variable name="facts" select="o:vendor[string-length() &lt;= 60] | o:product-id | o:variant-id | o:pack-size | o:weight-grams"/>
    <xsl:if test="$properties or $facts">
      <PRODUCT_FEATURES>
        <xsl:for-each select="$facts">
          <FEATURE>
            <bmecat:FNAME><xsl:value-of select="translate(local-name(), '-', ' ')"/></bmecat:FNAME>
            <bmecat:FVALUE><xsl:value-of select="."/></bmecat:FVALUE>
          </FEATURE>
        </xsl:for-each>
        <xsl:for-each select="$properties">
          <FEATURE>
            <bmecat:FNAME><xsl:value-of select="@name"/></bmecat:FNAME>
            <bmecat:FVALUE><xsl:value-of select="."/></bmecat:FVALUE>
          </FEATURE>
        </xsl:for-each>
      </PRODUCT_FEATURES>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
