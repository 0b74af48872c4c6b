<?xml version="1.0" encoding="UTF-8"?>
<!-- UBL 2.1 with the identifiers and rules of Peppol BIS Ordering 3: "new" becomes an Order (T01),
     "change" an OrderChange (T114), "cancel" an OrderCancellation (T115).

     Peppol lets an order have one note only, of the header and of each line: there stands, with a label,
     what has no place of its own. Without prices the document has none, which both allow.

     What Peppol demands and only the operator knows comes as parameters: the endpoints and the
     supplier's country. Without them the document is valid UBL, and no Peppol document.

     Besides those of common.xsl:                                                                 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:o="urn:shoporder:order:1"
                xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
                xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
                exclude-result-prefixes="o">

  <xsl:import href="common.xsl"/>
  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>

  <!-- Electronic addresses as SCHEME:ID, such as 0088:4012345000009. Default: the GLN, if any. -->
  <xsl:param name="buyer-endpoint" select="''"/>
  <xsl:param name="supplier-endpoint" select="''"/>
  <!-- The supplier's country, in two letters: Peppol wants its address. -->
  <xsl:param name="supplier-country" select="''"/>
  <!-- Defaults: those of Peppol BIS Ordering 3 for a new order. A change and a cancellation are always of
       the advanced ordering profile; a supplier who takes them should get its orders by that, too:
       profile-id = "urn:fdc:peppol.eu:poacc:bis:advanced_ordering:3". -->
  <xsl:param name="customization-id" select="'urn:fdc:peppol.eu:poacc:trns:order:3'"/>
  <xsl:param name="profile-id" select="'urn:fdc:peppol.eu:poacc:bis:ordering:3'"/>
  <!-- UN/ECE Recommendation 20: C62 is a piece; some want EA. -->
  <xsl:param name="unit-code" select="'C62'"/>

  <xsl:variable name="advanced" select="'urn:fdc:peppol.eu:poacc:bis:advanced_ordering:3'"/>

  <!-- The three documents. Elements come in the order of UBL's schema. -->

  <xsl:template match="/o:order[@kind = 'new']">
    <xsl:if test="not(o:line | o:service)">
      <xsl:message terminate="yes">A UBL Order needs a line, and this order has none. Tell the supplier by hand, then close the delivery with `shoporder queue done`.</xsl:message>
    </xsl:if>
    <Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2">
      <cbc:CustomizationID><xsl:value-of select="$customization-id"/></cbc:CustomizationID>
      <cbc:ProfileID><xsl:value-of select="$profile-id"/></cbc:ProfileID>
      <cbc:ID><xsl:value-of select="o:purchase-order"/></cbc:ID>
      <xsl:call-template name="issued"/>
      <cbc:OrderTypeCode>220</cbc:OrderTypeCode>
      <xsl:call-template name="note"/>
      <xsl:call-template name="document-currency"/>
      <xsl:call-template name="references"/>
      <xsl:call-template name="parties"/>
      <xsl:call-template name="delivery"/>
      <xsl:call-template name="total"/>
      <xsl:apply-templates select="o:line | o:service"/>
    </Order>
  </xsl:template>

  <xsl:template match="/o:order[@kind = 'change']">
    <xsl:if test="not(o:line | o:service)">
      <xsl:message terminate="yes">A UBL OrderChange needs a line, and this change has none. Cancel the order with the supplier instead.</xsl:message>
    </xsl:if>
    <OrderChange xmlns="urn:oasis:names:specification:ubl:schema:xsd:OrderChange-2">
      <cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:order_change:3</cbc:CustomizationID>
      <cbc:ProfileID><xsl:value-of select="$advanced"/></cbc:ProfileID>
      <cbc:ID><xsl:value-of select="concat(o:purchase-order, '-r', @revision)"/></cbc:ID>
      <xsl:call-template name="issued"/>
      <!-- Counts the changes, and the order itself is revision 1. -->
      <cbc:SequenceNumberID><xsl:value-of select="@revision - (@revision &gt; 1)"/></cbc:SequenceNumberID>
      <xsl:call-template name="note"/>
      <xsl:call-template name="document-currency"/>
      <cac:OrderReference><cbc:ID><xsl:value-of select="o:purchase-order"/></cbc:ID></cac:OrderReference>
      <xsl:call-template name="references"/>
      <xsl:call-template name="parties"/>
      <xsl:call-template name="delivery"/>
      <xsl:call-template name="total"/>
      <xsl:apply-templates select="o:line | o:service"/>
    </OrderChange>
  </xsl:template>

  <!-- It calls off the whole order, so it has no lines and no delivery: those are the order's. -->
  <xsl:template match="/o:order[@kind = 'cancel']">
    <OrderCancellation xmlns="urn:oasis:names:specification:ubl:schema:xsd:OrderCancellation-2">
      <cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:order_cancellation:3</cbc:CustomizationID>
      <cbc:ProfileID><xsl:value-of select="$advanced"/></cbc:ProfileID>
      <cbc:ID><xsl:value-of select="concat(o:purchase-order, '-r', @revision)"/></cbc:ID>
      <xsl:call-template name="issued"/>
      <cbc:CancellationNote>
        <xsl:variable name="text">
          <xsl:apply-templates select="@test" mode="remark"/>
          <xsl:apply-templates select="@kind" mode="remark"/>
          <xsl:apply-templates select="o:shop-order/o:cancel-reason | o:shop" mode="remark"/>
        </xsl:variable>
        <xsl:value-of select="substring($text, 1, string-length($text) - 1)"/>
      </cbc:CancellationNote>
      <cac:OrderReference><cbc:ID><xsl:value-of select="o:purchase-order"/></cbc:ID></cac:OrderReference>
      <xsl:call-template name="references"/>
      <xsl:call-template name="parties"/>
    </OrderCancellation>
  </xsl:template>

  <!-- The head -->

  <xsl:template name="issued">
    <xsl:variable name="time"><xsl:apply-templates select="." mode="issued"/></xsl:variable>
    <cbc:IssueDate><xsl:value-of select="substring-before($time, 'T')"/></cbc:IssueDate>
    <cbc:IssueTime><xsl:value-of select="substring-after($time, 'T')"/></cbc:IssueTime>
  </xsl:template>

  <xsl:template name="note">
    <xsl:variable name="text">
      <xsl:apply-templates select="@test" mode="remark"/>
      <xsl:apply-templates select="@kind" mode="remark"/>
      <xsl:apply-templates select="o:collect | o:shipping-method" mode="remark"/>
      <xsl:if test="$requested-date = ''"><xsl:apply-templates select="o:delivery/o:requested-date" mode="remark"/></xsl:if>
      <xsl:apply-templates select="o:delivery/o:requested-time | o:delivery/o:instructions" mode="remark"/>
      <xsl:apply-templates select="o:ship-to/o:province[@code and . != '']" mode="remark"/>
      <xsl:if test="o:contact/o:phone and o:ship-to/o:phone != o:contact/o:phone"><xsl:apply-templates select="o:ship-to/o:phone" mode="remark"/></xsl:if>
      <xsl:apply-templates select="o:shop | o:shop-order/o:company | o:presentment-currency" mode="remark"/>
      <xsl:if test="$currency != o:currency"><xsl:apply-templates select="o:currency" mode="remark"/></xsl:if>
      <xsl:apply-templates select="o:bill-to | o:bundle" mode="remark"/>
      <xsl:apply-templates select="o:note | o:note-attribute" mode="remark"/>
    </xsl:variable>
    <xsl:if test="$text != ''">
      <cbc:Note><xsl:value-of select="substring($text, 1, string-length($text) - 1)"/></cbc:Note>
    </xsl:if>
  </xsl:template>

  <xsl:template name="document-currency">
    <xsl:call-template name="one-currency"/>
    <xsl:if test="$currency != ''">
      <cbc:DocumentCurrencyCode><xsl:value-of select="$currency"/></cbc:DocumentCurrencyCode>
    </xsl:if>
  </xsl:template>

  <!-- The shopper is who had the buyer order: hence "originator". -->
  <xsl:template name="references">
    <xsl:if test="normalize-space(o:shop-order/o:customer-reference) != ''">
      <cac:OriginatorDocumentReference>
        <cbc:ID><xsl:value-of select="o:shop-order/o:customer-reference"/></cbc:ID>
      </cac:OriginatorDocumentReference>
    </xsl:if>
    <xsl:for-each select="(o:shop-order/o:name | o:shop-order/o:number | o:shop-order/o:id)[normalize-space() != '']">
      <cac:AdditionalDocumentReference>
        <cbc:ID><xsl:value-of select="."/></cbc:ID>
        <cbc:DocumentType>Shop order <xsl:value-of select="local-name()"/></cbc:DocumentType>
      </cac:AdditionalDocumentReference>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="total">
    <xsl:if test="$priced">
      <xsl:variable name="total"><xsl:call-template name="sum"/></xsl:variable>
      <cac:AnticipatedMonetaryTotal>
        <cbc:LineExtensionAmount currencyID="{$currency}"><xsl:call-template name="decimal"><xsl:with-param name="hundredths" select="string($total)"/></xsl:call-template></cbc:LineExtensionAmount>
        <cbc:PayableAmount currencyID="{$currency}"><xsl:call-template name="decimal"><xsl:with-param name="hundredths" select="string($total)"/></xsl:call-template></cbc:PayableAmount>
      </cac:AnticipatedMonetaryTotal>
    </xsl:if>
  </xsl:template>

  <!-- Who -->

  <xsl:template name="endpoint">
    <xsl:param name="given"/>
    <xsl:param name="gln"/>
    <xsl:choose>
      <xsl:when test="$given = '' and $gln = ''"/>
      <xsl:when test="$given = ''"><cbc:EndpointID schemeID="0088"><xsl:value-of select="$gln"/></cbc:EndpointID></xsl:when>
      <xsl:when test="substring-before($given, ':') = '' or substring-after($given, ':') = ''">
        <xsl:message terminate="yes">An endpoint is SCHEME:ID, such as 0088:4012345000009, and not "<xsl:value-of select="$given"/>". Correct the parameters buyer-endpoint and supplier-endpoint.</xsl:message>
      </xsl:when>
      <xsl:otherwise><cbc:EndpointID schemeID="{substring-before($given, ':')}"><xsl:value-of select="substring-after($given, ':')"/></cbc:EndpointID></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="parties">
    <cac:BuyerCustomerParty><cac:Party><xsl:call-template name="buyer"/></cac:Party></cac:BuyerCustomerParty>
    <cac:SellerSupplierParty>
      <cac:Party>
        <xsl:call-template name="endpoint">
          <xsl:with-param name="given" select="$supplier-endpoint"/>
          <xsl:with-param name="gln" select="$supplier-gln"/>
        </xsl:call-template>
        <xsl:if test="$supplier-gln != ''">
          <cac:PartyIdentification><cbc:ID schemeID="0088"><xsl:value-of select="$supplier-gln"/></cbc:ID></cac:PartyIdentification>
        </xsl:if>
        <xsl:if test="$supplier-country != ''">
          <cac:PostalAddress><cac:Country><cbc:IdentificationCode><xsl:value-of select="$supplier-country"/></cbc:IdentificationCode></cac:Country></cac:PostalAddress>
        </xsl:if>
        <xsl:if test="$the-supplier-name != ''">
          <cac:PartyLegalEntity><cbc:RegistrationName><xsl:value-of select="$the-supplier-name"/></cbc:RegistrationName></cac:PartyLegalEntity>
        </xsl:if>
      </cac:Party>
    </cac:SellerSupplierParty>
  </xsl:template>

  <!-- The supplier knows the buyer by the customer number that it gave it, which has no scheme. Peppol
       takes one identification only, so the GLN stands there where there is no number, and is the
       endpoint anyway, or else the legal entity's. -->
  <xsl:template name="buyer">
    <xsl:variable name="gln" select="string($the-buyer-gln)"/>
    <xsl:call-template name="endpoint">
      <xsl:with-param name="given" select="$buyer-endpoint"/>
      <xsl:with-param name="gln" select="$gln"/>
    </xsl:call-template>
    <xsl:choose>
      <xsl:when test="o:supplier/o:account"><cac:PartyIdentification><cbc:ID><xsl:value-of select="o:supplier/o:account"/></cbc:ID></cac:PartyIdentification></xsl:when>
      <xsl:when test="$gln != ''"><cac:PartyIdentification><cbc:ID schemeID="0088"><xsl:value-of select="$gln"/></cbc:ID></cac:PartyIdentification></xsl:when>
    </xsl:choose>
    <xsl:for-each select="o:buyer[o:street or o:zip or o:city or o:country]">
      <cac:PostalAddress><xsl:call-template name="address"/></cac:PostalAddress>
    </xsl:for-each>
    <xsl:if test="o:buyer/o:vat">
      <cac:PartyTaxScheme>
        <cbc:CompanyID><xsl:value-of select="o:buyer/o:vat"/></cbc:CompanyID>
        <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
      </cac:PartyTaxScheme>
    </xsl:if>
    <xsl:variable name="name" select="o:buyer/o:name | o:shop[not(../o:buyer/o:name)]"/>
    <xsl:if test="$name or $gln != ''">
      <cac:PartyLegalEntity>
        <xsl:if test="$name"><cbc:RegistrationName><xsl:value-of select="$name"/></cbc:RegistrationName></xsl:if>
        <xsl:if test="$gln != '' and $buyer-endpoint != '' and o:supplier/o:account"><cbc:CompanyID schemeID="0088"><xsl:value-of select="$gln"/></cbc:CompanyID></xsl:if>
      </cac:PartyLegalEntity>
    </xsl:if>
    <xsl:if test="o:buyer/o:phone or o:buyer/o:email">
      <cac:Contact>
        <xsl:if test="o:buyer/o:phone"><cbc:Telephone><xsl:value-of select="o:buyer/o:phone"/></cbc:Telephone></xsl:if>
        <xsl:if test="o:buyer/o:email"><cbc:ElectronicMail><xsl:value-of select="o:buyer/o:email"/></cbc:ElectronicMail></xsl:if>
      </cac:Contact>
    </xsl:if>
  </xsl:template>

  <!-- Whereto -->

  <xsl:template name="address">
    <xsl:if test="o:street[1]"><cbc:StreetName><xsl:value-of select="o:street[1]"/></cbc:StreetName></xsl:if>
    <xsl:if test="o:street[2]"><cbc:AdditionalStreetName><xsl:value-of select="o:street[2]"/></cbc:AdditionalStreetName></xsl:if>
    <xsl:if test="o:city"><cbc:CityName><xsl:value-of select="o:city"/></cbc:CityName></xsl:if>
    <xsl:if test="o:zip"><cbc:PostalZone><xsl:value-of select="o:zip"/></cbc:PostalZone></xsl:if>
    <xsl:choose>
      <xsl:when test="o:province != ''"><cbc:CountrySubentity><xsl:value-of select="o:province"/></cbc:CountrySubentity></xsl:when>
      <xsl:when test="o:province"><cbc:CountrySubentity><xsl:value-of select="o:province/@code"/></cbc:CountrySubentity></xsl:when>
    </xsl:choose>
    <xsl:choose>
      <xsl:when test="o:country/@code"><cac:Country><cbc:IdentificationCode><xsl:value-of select="o:country/@code"/></cbc:IdentificationCode></cac:Country></xsl:when>
      <xsl:when test="o:country"><cac:Country><cbc:Name><xsl:value-of select="o:country"/></cbc:Name></cac:Country></xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="delivery">
    <xsl:variable name="to" select="o:ship-to"/>
    <xsl:variable name="phone" select="o:contact/o:phone | $to/o:phone[not(current()/o:contact/o:phone)]"/>
    <xsl:variable name="name" select="$to/o:company | $to/o:name[not($to/o:company)]"/>
    <xsl:if test="$to or o:contact or $requested-date != ''">
      <cac:Delivery>
        <xsl:for-each select="$to[o:street or o:zip or o:city or o:province or o:country]">
          <cac:DeliveryLocation><cac:Address><xsl:call-template name="address"/></cac:Address></cac:DeliveryLocation>
        </xsl:for-each>
        <xsl:if test="$requested-date != ''">
          <cac:RequestedDeliveryPeriod>
            <cbc:StartDate><xsl:value-of select="$requested-date"/></cbc:StartDate>
            <cbc:EndDate><xsl:value-of select="$requested-date"/></cbc:EndDate>
          </cac:RequestedDeliveryPeriod>
        </xsl:if>
        <xsl:if test="$name or $phone or o:contact">
          <cac:DeliveryParty>
            <xsl:if test="$name"><cac:PartyName><cbc:Name><xsl:value-of select="$name"/></cbc:Name></cac:PartyName></xsl:if>
            <cac:Contact>
              <xsl:if test="$to/o:name"><cbc:Name><xsl:value-of select="$to/o:name"/></cbc:Name></xsl:if>
              <xsl:if test="$phone"><cbc:Telephone><xsl:value-of select="$phone"/></cbc:Telephone></xsl:if>
              <xsl:if test="o:contact/o:email"><cbc:ElectronicMail><xsl:value-of select="o:contact/o:email"/></cbc:ElectronicMail></xsl:if>
            </cac:Contact>
          </cac:DeliveryParty>
        </xsl:if>
      </cac:Delivery>
    </xsl:if>
    <xsl:if test="o:shipping-method or o:collect">
      <cac:DeliveryTerms>
        <cbc:SpecialTerms>
          <xsl:variable name="text"><xsl:apply-templates select="o:collect | o:shipping-method" mode="remark"/></xsl:variable>
          <xsl:value-of select="substring($text, 1, string-length($text) - 1)"/>
        </cbc:SpecialTerms>
      </cac:DeliveryTerms>
    </xsl:if>
  </xsl:template>

  <!-- What -->

  <xsl:template match="o:line | o:service">
    <xsl:variable name="price" select="o:unit-cost | o:unit-price[not(../o:unit-cost)]"/>
    <xsl:variable name="note">
      <xsl:apply-templates select="@for | @gift-card | @bundle" mode="remark"/>
      <xsl:apply-templates select="o:unit-price[../o:unit-cost] | o:presentment-price" mode="remark"/>
      <xsl:apply-templates select="o:property[normalize-space() = '' or normalize-space(@name) = '']" mode="remark"/>
    </xsl:variable>
    <cac:OrderLine>
      <xsl:if test="$note != ''"><cbc:Note><xsl:value-of select="substring($note, 1, string-length($note) - 1)"/></cbc:Note></xsl:if>
      <cac:LineItem>
        <cbc:ID><xsl:apply-templates select="." mode="number"/></cbc:ID>
        <!-- UNCL1229: 2 deleted, 3 changed. -->
        <xsl:if test="../@kind = 'change'"><cbc:LineStatusCode><xsl:value-of select="3 - (o:quantity = 0)"/></cbc:LineStatusCode></xsl:if>
        <cbc:Quantity unitCode="{$unit-code}"><xsl:value-of select="o:quantity"/></cbc:Quantity>
        <xsl:if test="$price">
          <cbc:LineExtensionAmount currencyID="{$currency}">
            <xsl:variable name="hundredths"><xsl:apply-templates select="." mode="hundredths"/></xsl:variable>
            <xsl:call-template name="decimal"><xsl:with-param name="hundredths" select="string($hundredths)"/></xsl:call-template>
          </cbc:LineExtensionAmount>
          <cac:Price><cbc:PriceAmount currencyID="{$currency}"><xsl:value-of select="$price"/></cbc:PriceAmount></cac:Price>
        </xsl:if>
        <cac:Item><xsl:call-template name="item"/></cac:Item>
      </cac:LineItem>
    </cac:OrderLine>
  </xsl:template>

  <!-- The supplier's number where we know it; else ours, which for goods of one supplier usually is it. -->
  <xsl:template name="item">
    <xsl:variable name="description">
      <xsl:if test="normalize-space(o:supplier-title) != ''"><xsl:apply-templates select="o:title" mode="remark"/></xsl:if>
      <xsl:apply-templates select="o:variant" mode="remark"/>
    </xsl:variable>
    <xsl:if test="$description != ''"><cbc:Description><xsl:value-of select="substring($description, 1, string-length($description) - 1)"/></cbc:Description></xsl:if>
    <cbc:Name><xsl:call-template name="title"/></cbc:Name>
    <xsl:if test="normalize-space(o:sku) != ''">
      <cac:BuyersItemIdentification><cbc:ID><xsl:value-of select="o:sku"/></cbc:ID></cac:BuyersItemIdentification>
    </xsl:if>
    <xsl:for-each select="(o:supplier-sku | o:sku[not(../o:supplier-sku)])[normalize-space() != '']">
      <cac:SellersItemIdentification><cbc:ID><xsl:value-of select="."/></cbc:ID></cac:SellersItemIdentification>
    </xsl:for-each>
    <xsl:for-each select="(o:vendor | o:product-id | o:variant-id | o:pack-size | o:weight-grams)[normalize-space() != '']">
      <cac:AdditionalItemProperty>
        <cbc:Name><xsl:value-of select="translate(local-name(), '-', ' ')"/></cbc:Name>
        <cbc:Value><xsl:value-of select="."/></cbc:Value>
      </cac:AdditionalItemProperty>
    </xsl:for-each>
    <xsl:for-each select="o:property[normalize-space() != '' and normalize-space(@name) != '']">
      <cac:AdditionalItemProperty>
        <cbc:Name><xsl:value-of select="@name"/></cbc:Name>
        <cbc:Value><xsl:value-of select="."/></cbc:Value>
      </cac:AdditionalItemProperty>
    </xsl:for-each>
  </xsl:template>

</xsl:stylesheet>
