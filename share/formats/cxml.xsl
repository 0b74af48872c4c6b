<?xml version="1.0" encoding="UTF-8"?>
<!-- cXML 1.2.063 OrderRequest: "new", "change" and "cancel" become type new, update and delete;
     orderVersion is the revision, and a test has deploymentMode "test".

     cXML cannot leave amounts out. Where the supplier is shown no prices they are 0.00, with the
     Extrinsics hideUnitPrice and hideAmount that Ariba knows, and a comment that says it.

     payloadID is made of the shop, the order, the purchase-order number and the revision, so the same
     document has the same one; DocumentReference of an update or delete names that of the revision
     before. A telephone number is whole in Number: nobody can tell its country and area code
     apart from what a shopper typed.

     Besides those of common.xsl:                                                                 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:o="urn:shoporder:order:1" exclude-result-prefixes="o">

  <xsl:import href="common.xsl"/>
  <xsl:output method="xml" encoding="UTF-8" indent="yes"
              doctype-system="http://xml.cxml.org/schemas/cXML/1.2.063/cXML.dtd"/>

  <!-- Who is who, as DOMAIN:ID such as DUNS:123456789 or NetworkID:AN01000000001. Defaults, until the
       supplier tells its own: our customer number there, the supplier's short name, and `from`. -->
  <xsl:param name="from" select="''"/>
  <xsl:param name="to" select="''"/>
  <xsl:param name="sender" select="''"/>
  <!-- The secret that the supplier gave the sender; a supplier reached by FTP seldom wants one. -->
  <xsl:param name="shared-secret" select="''"/>
  <xsl:param name="user-agent" select="'shoporder'"/>
  <!-- UN/ECE Recommendation 20: EA is what cXML systems mostly know for a piece. -->
  <xsl:param name="unit-code" select="'EA'"/>

  <!-- An order whose currency is no code, and no prices: ISO 4217's code for no currency. -->
  <xsl:variable name="the-currency">
    <xsl:value-of select="$currency"/>
    <xsl:if test="$currency = ''">&#88;XX</xsl:if>
  </xsl:variable>

  <xsl:template match="/o:order">
    <xsl:if test="not(o:line | o:service)">
      <xsl:message terminate="yes">A cXML OrderRequest needs an item, and this <xsl:value-of select="@kind"/> has none. Tell the supplier by hand, then close the delivery with `shoporder queue done`.</xsl:message>
    </xsl:if>
    <xsl:call-template name="one-currency"/>
    <xsl:variable name="time"><xsl:apply-templates select="." mode="issued"/></xsl:variable>
    <cXML version="1.2.063" timestamp="{concat(substring-before($time, 'Z'), '+00:00')}" xml:lang="en">
      <xsl:attribute name="payloadID"><xsl:call-template name="payload-id"/></xsl:attribute>
      <xsl:call-template name="header"/>
      <Request>
        <xsl:attribute name="deploymentMode">
          <xsl:choose>
            <xsl:when test="@test">test</xsl:when>
            <xsl:otherwise>production</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
        <OrderRequest>
          <xsl:call-template name="order-header"/>
          <xsl:apply-templates select="o:line | o:service"/>
        </OrderRequest>
      </Request>
    </cXML>
  </xsl:template>

  <xsl:template name="payload-id">
    <xsl:param name="revision" select="@revision"/>
    <xsl:value-of select="concat(o:shop-order/o:id, '.', o:purchase-order, '.', $revision, '@', o:shop, substring('shoporder', 1, 9 * not(o:shop)))"/>
  </xsl:template>

  <!-- The envelope -->

  <xsl:template name="credential">
    <xsl:param name="given"/>
    <xsl:param name="name"/>
    <xsl:if test="substring-before($given, ':') = '' or substring-after($given, ':') = ''">
      <xsl:message terminate="yes">The parameter "<xsl:value-of select="$name"/>" must be DOMAIN:ID, such as DUNS:123456789, and not "<xsl:value-of select="$given"/>".</xsl:message>
    </xsl:if>
    <Credential domain="{substring-before($given, ':')}">
      <Identity><xsl:value-of select="substring-after($given, ':')"/></Identity>
      <xsl:if test="$name = 'sender' and $shared-secret != ''"><SharedSecret><xsl:value-of select="$shared-secret"/></SharedSecret></xsl:if>
    </Credential>
  </xsl:template>

  <xsl:template name="header">
    <xsl:variable name="buyer">
      <xsl:choose>
        <xsl:when test="$from != ''"><xsl:value-of select="$from"/></xsl:when>
        <xsl:when test="o:supplier/o:account">account:<xsl:value-of select="o:supplier/o:account"/></xsl:when>
        <xsl:when test="o:shop">shop:<xsl:value-of select="o:shop"/></xsl:when>
        <xsl:otherwise>shop:unknown</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <Header>
      <From>
        <xsl:call-template name="credential">
          <xsl:with-param name="given" select="string($buyer)"/>
          <xsl:with-param name="name">from</xsl:with-param>
        </xsl:call-template>
      </From>
      <To>
        <xsl:call-template name="credential">
          <xsl:with-param name="given">
            <xsl:value-of select="$to"/>
            <xsl:if test="$to = ''">supplier:<xsl:value-of select="o:supplier/o:name"/><xsl:if test="not(o:supplier/o:name)">unknown</xsl:if></xsl:if>
          </xsl:with-param>
          <xsl:with-param name="name">to</xsl:with-param>
        </xsl:call-template>
      </To>
      <Sender>
        <xsl:call-template name="credential">
          <xsl:with-param name="given"><xsl:value-of select="$sender"/><xsl:if test="$sender = ''"><xsl:value-of select="$buyer"/></xsl:if></xsl:with-param>
          <xsl:with-param name="name">sender</xsl:with-param>
        </xsl:call-template>
        <UserAgent><xsl:value-of select="$user-agent"/></UserAgent>
      </Sender>
    </Header>
  </xsl:template>

  <!-- The head -->

  <xsl:template name="order-header">
    <xsl:variable name="time">
      <xsl:choose>
        <xsl:when test="o:shop-order/o:created"><xsl:call-template name="whole-seconds"><xsl:with-param name="time" select="string(o:shop-order/o:created)"/></xsl:call-template></xsl:when>
        <xsl:otherwise><xsl:apply-templates select="." mode="issued"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <OrderRequestHeader orderID="{o:purchase-order}" orderDate="{concat(substring-before($time, 'Z'), '+00:00')}" orderType="regular" orderVersion="{@revision}">
      <xsl:attribute name="type">
        <xsl:choose>
          <xsl:when test="@kind = 'new'">new</xsl:when>
          <xsl:when test="@kind = 'change'">update</xsl:when>
          <xsl:otherwise>delete</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:if test="$requested-date != ''"><xsl:attribute name="requestedDeliveryDate"><xsl:value-of select="$requested-date"/></xsl:attribute></xsl:if>
      <Total>
        <xsl:variable name="total">
          <xsl:choose>
            <xsl:when test="$priced"><xsl:call-template name="sum"/></xsl:when>
            <xsl:otherwise>0</xsl:otherwise>
          </xsl:choose>
        </xsl:variable>
        <Money currency="{$the-currency}"><xsl:call-template name="decimal"><xsl:with-param name="hundredths" select="string($total)"/></xsl:call-template></Money>
      </Total>
      <xsl:if test="o:ship-to or o:contact"><ShipTo><xsl:call-template name="ship-to"/></ShipTo></xsl:if>
      <BillTo><xsl:call-template name="bill-to"/></BillTo>
      <xsl:for-each select="o:bill-to">
        <!-- The shopper's billing address: the invoice goes to BillTo, the buyer. -->
        <Contact role="endUser">
          <Name xml:lang="en"><xsl:value-of select="(o:company | o:name[not(../o:company)])[1]"/></Name>
          <xsl:call-template name="postal-address"/>
          <xsl:call-template name="phone"/>
        </Contact>
      </xsl:for-each>
      <xsl:call-template name="comments"/>
      <xsl:if test="@kind != 'new'">
        <DocumentReference><xsl:attribute name="payloadID"><xsl:call-template name="payload-id"><xsl:with-param name="revision" select="@revision - (@revision &gt; 1)"/></xsl:call-template></xsl:attribute></DocumentReference>
      </xsl:if>
      <xsl:for-each select="o:shop-order/*[self::o:id or self::o:name or self::o:number or self::o:customer-reference]">
        <IdReference domain="{concat('shop-order-', local-name())}" identifier="{.}"/>
      </xsl:for-each>
      <xsl:if test="not($priced)">
        <Extrinsic name="hideUnitPrice">Yes</Extrinsic>
        <Extrinsic name="hideAmount">Yes</Extrinsic>
      </xsl:if>
    </OrderRequestHeader>
  </xsl:template>

  <xsl:template name="comments">
    <xsl:variable name="text">
      <xsl:apply-templates select="@test" mode="remark"/>
      <xsl:apply-templates select="@kind" mode="remark"/>
      <xsl:if test="not($priced)">Prices are not told in this document; 0.00 stands where cXML wants an amount. What was agreed applies.&#10;</xsl:if>
      <xsl:apply-templates select="o:shop-order/o:cancel-reason | o:collect" mode="remark"/>
      <xsl:if test="o:shipping-method/@pick-up"><xsl:apply-templates select="o:shipping-method" mode="remark"/></xsl:if>
      <xsl:if test="$requested-date = ''"><xsl:apply-templates select="o:delivery/o:requested-date" mode="remark"/></xsl:if>
      <xsl:apply-templates select="o:delivery/o:requested-time | o:delivery/o:instructions" mode="remark"/>
      <xsl:if test="not(o:ship-to or o:contact)"><xsl:apply-templates select="o:shipping-method[not(@pick-up)]" mode="remark"/></xsl:if>
      <xsl:if test="o:contact/o:phone and o:ship-to/o:phone != o:contact/o:phone"><xsl:apply-templates select="o:ship-to/o:phone" mode="remark"/></xsl:if>
      <xsl:apply-templates select="o:shop-order/o:customer-reference | o:shop-order/o:company | o:shop | o:presentment-currency" mode="remark"/>
      <xsl:if test="$currency != o:currency"><xsl:apply-templates select="o:currency" mode="remark"/></xsl:if>
      <xsl:apply-templates select="o:bundle" mode="remark"/>
      <xsl:apply-templates select="o:note | o:note-attribute" mode="remark"/>
    </xsl:variable>
    <xsl:if test="$text != ''"><Comments xml:lang="en"><xsl:value-of select="substring($text, 1, string-length($text) - 1)"/></Comments></xsl:if>
  </xsl:template>

  <!-- Addresses -->

  <xsl:template name="ship-to">
    <xsl:variable name="contact" select="o:contact"/>
    <Address>
      <xsl:if test="o:ship-to/o:country/@code"><xsl:attribute name="isoCountryCode"><xsl:value-of select="o:ship-to/o:country/@code"/></xsl:attribute></xsl:if>
      <Name xml:lang="en"><xsl:value-of select="(o:ship-to/o:company | o:ship-to/o:name[not(../o:company)])[1]"/></Name>
      <xsl:for-each select="o:ship-to"><xsl:call-template name="postal-address"/></xsl:for-each>
      <xsl:if test="$contact/o:email"><Email><xsl:value-of select="$contact/o:email"/></Email></xsl:if>
      <xsl:for-each select="$contact[o:phone] | o:ship-to[o:phone and not($contact/o:phone)]"><xsl:call-template name="phone"><xsl:with-param name="country" select="../o:ship-to/o:country/@code"/></xsl:call-template></xsl:for-each>
    </Address>
    <xsl:if test="o:shipping-method/*">
      <TransportInformation>
        <ShippingInstructions><Description xml:lang="en"><xsl:apply-templates select="o:shipping-method" mode="in-one-line"/></Description></ShippingInstructions>
      </TransportInformation>
    </xsl:if>
  </xsl:template>

  <xsl:template name="bill-to">
    <Address>
      <xsl:if test="o:buyer/o:country/@code"><xsl:attribute name="isoCountryCode"><xsl:value-of select="o:buyer/o:country/@code"/></xsl:attribute></xsl:if>
      <Name xml:lang="en"><xsl:value-of select="(o:buyer/o:name | o:shop[not(../o:buyer/o:name)])[1]"/></Name>
      <xsl:for-each select="o:buyer"><xsl:call-template name="postal-address"/></xsl:for-each>
      <xsl:if test="o:buyer/o:email"><Email><xsl:value-of select="o:buyer/o:email"/></Email></xsl:if>
      <xsl:for-each select="o:buyer"><xsl:call-template name="phone"/></xsl:for-each>
    </Address>
    <xsl:for-each select="o:supplier/o:account"><IdReference domain="accountID" identifier="{.}"/></xsl:for-each>
    <xsl:for-each select="o:buyer/o:vat"><IdReference domain="vatID" identifier="{.}"/></xsl:for-each>
    <xsl:if test="$the-buyer-gln != ''"><IdReference domain="GLN" identifier="{$the-buyer-gln}"/></xsl:if>
  </xsl:template>

  <!-- Only where there is more than a country: that is in the Address. Street, City and Country must be. -->
  <xsl:template name="postal-address">
    <xsl:if test="o:street or o:zip or o:city or o:province or (o:country and not(o:country/@code)) or self::o:bill-to">
      <PostalAddress>
        <xsl:for-each select="o:name[../o:company and not(../self::o:buyer)] | o:name[not(../o:company) and ../self::o:ship-to]"><DeliverTo><xsl:value-of select="."/></DeliverTo></xsl:for-each>
        <xsl:for-each select="o:street"><Street><xsl:value-of select="."/></Street></xsl:for-each>
        <xsl:if test="not(o:street)"><Street/></xsl:if>
        <City><xsl:value-of select="o:city"/></City>
        <xsl:for-each select="o:province">
          <State>
            <xsl:if test="@code and . != ''"><xsl:value-of select="concat(., ' (', @code, ')')"/></xsl:if>
            <xsl:if test="not(@code and . != '')"><xsl:value-of select="concat(., @code)"/></xsl:if>
          </State>
        </xsl:for-each>
        <xsl:if test="o:zip"><PostalCode><xsl:value-of select="o:zip"/></PostalCode></xsl:if>
        <!-- ZZ: not known, of ISO 3166's codes for private use. -->
        <Country isoCountryCode="{concat(o:country/@code, substring('ZZ', 1, 2 * not(o:country/@code)))}"><xsl:value-of select="o:country"/></Country>
      </PostalAddress>
    </xsl:if>
  </xsl:template>

  <xsl:template name="phone">
    <xsl:param name="country" select="o:country/@code"/>
    <xsl:for-each select="o:phone">
      <Phone>
        <TelephoneNumber>
          <CountryCode isoCountryCode="{concat($country, substring('ZZ', 1, 2 * not($country)))}"/>
          <AreaOrCityCode/>
          <Number><xsl:value-of select="."/></Number>
        </TelephoneNumber>
      </Phone>
    </xsl:for-each>
  </xsl:template>

  <!-- Items -->

  <xsl:template match="o:line | o:service">
    <xsl:variable name="price" select="o:unit-cost | o:unit-price[not(../o:unit-cost)]"/>
    <ItemOut quantity="{o:quantity}">
      <xsl:attribute name="lineNumber"><xsl:apply-templates select="." mode="number"/></xsl:attribute>
      <xsl:if test="self::o:service"><xsl:attribute name="itemClassification">service</xsl:attribute></xsl:if>
      <!-- The supplier's number where we know it; else ours, which for goods of one supplier usually is it. -->
      <ItemID>
        <SupplierPartID><xsl:value-of select="o:supplier-sku | o:sku[not(../o:supplier-sku)]"/></SupplierPartID>
        <xsl:if test="o:sku"><BuyerPartID><xsl:value-of select="o:sku"/></BuyerPartID></xsl:if>
      </ItemID>
      <ItemDetail>
        <UnitPrice>
          <Money currency="{$the-currency}"><xsl:value-of select="$price"/><xsl:if test="not($price)">0.00</xsl:if></Money>
        </UnitPrice>
        <Description xml:lang="en"><xsl:call-template name="title"/><xsl:if test="o:variant">, <xsl:value-of select="o:variant"/></xsl:if></Description>
        <UnitOfMeasure><xsl:value-of select="$unit-code"/></UnitOfMeasure>
        <Classification domain="not available">not available</Classification>
        <xsl:if test="o:vendor"><ManufacturerName><xsl:value-of select="o:vendor"/></ManufacturerName></xsl:if>
        <xsl:for-each select="o:title[../o:supplier-title] | o:product-id | o:variant-id | o:pack-size | o:weight-grams">
          <Extrinsic name="{translate(local-name(), '-', ' ')}"><xsl:value-of select="."/></Extrinsic>
        </xsl:for-each>
        <xsl:for-each select="o:property"><Extrinsic name="{@name}"><xsl:value-of select="."/></Extrinsic></xsl:for-each>
      </ItemDetail>
      <xsl:variable name="text">
        <xsl:apply-templates select="@for | @gift-card | @bundle" mode="remark"/>
        <xsl:apply-templates select="o:unit-price[../o:unit-cost] | o:presentment-price" mode="remark"/>
      </xsl:variable>
      <xsl:if test="$text != ''"><Comments xml:lang="en"><xsl:value-of select="substring($text, 1, string-length($text) - 1)"/></Comments></xsl:if>
    </ItemOut>
  </xsl:template>

</xsl:stylesheet>
