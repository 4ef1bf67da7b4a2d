/// The style sheet of reports.
enum HTMLStyle {
  static let css = """
    :root{--paper:#fff;--ink:#1a1a1a;--soft:#555;--line:#d5d5d5;--field:#f5f6f8;--link:#0057a8;
    --pass:#0b6b3a;--fail:#b00020;--oos:#4a5568;--und:#8a5300}
    @media (prefers-color-scheme:dark){:root{--paper:#14161a;--ink:#ececec;--soft:#b4b8c0;--line:#3a3f47;
    --field:#1d2127;--link:#8cc4ff;--pass:#5fd397;--fail:#ff8a94;--oos:#b6c2d1;--und:#f0b860}}
    *{box-sizing:border-box}html{-webkit-text-size-adjust:100%}
    body{margin:0 auto;max-width:76rem;padding:1rem;background:var(--paper);color:var(--ink);
    font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans",sans-serif;
    overflow-wrap:anywhere}
    h1{font-size:1.7rem;line-height:1.2;margin:.5rem 0}h2{font-size:1.3rem;margin:2rem 0 .6rem}
    h3{font-size:1.05rem;margin:1.2rem 0 .3rem}h4{font-size:.95rem;margin:.6rem 0 .1rem}
    a{color:var(--link)}code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;
    font-size:.88em}.soft,.digest{color:var(--soft)}.digest{font-size:.8em}
    .skip{position:absolute;left:-99rem}.skip:focus{position:static}
    .scroll{overflow-x:auto;margin:.4rem 0;max-width:100%}.scroll:focus-visible,summary:focus-visible,a:focus-visible{
    outline:2px solid var(--link);outline-offset:2px}
    table{border-collapse:collapse;font-size:.9rem}th,td{padding:.25rem .6rem;text-align:left;vertical-align:top;
    border-bottom:1px solid var(--line);overflow-wrap:normal}thead th{border-bottom:2px solid var(--line);
    white-space:nowrap}tbody th{font-weight:400;white-space:nowrap}tfoot th,tfoot td{font-weight:600}
    .num{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}.zero{color:var(--soft);opacity:.6}
    .pass{color:var(--pass)}.fail{color:var(--fail);font-weight:600}.out-of-scope{color:var(--oos)}
    .undecided{color:var(--und)}.chip{border:1px solid currentColor;border-radius:1rem;padding:0 .5rem;
    font-size:.82rem;white-space:nowrap;display:inline-block}.flag{font-size:.78rem;color:var(--soft);
    border:1px dotted currentColor;border-radius:.3rem;padding:0 .3rem;white-space:nowrap}
    details.cert{border:1px solid var(--line);border-radius:.5rem;margin:.4rem 0;padding:0 .8rem;
    content-visibility:auto;contain-intrinsic-size:auto 3rem}
    summary{cursor:pointer;padding:.5rem 0}.name{font-weight:600}
    dl{display:grid;grid-template-columns:minmax(6rem,max-content) 1fr;gap:.1rem 1rem;margin:.2rem 0;font-size:.9rem}
    dt{color:var(--soft)}dd{margin:0}.conditions{min-width:18rem}.conditions ul{margin:0;padding-left:1rem}
    .statement{background:var(--field);border-radius:.4rem;padding:.5rem .8rem}
    article{border-top:1px solid var(--line)}article ul{margin:.2rem 0;padding-left:1.2rem}
    details.cert,article{scroll-margin-top:7.5rem}figure{margin:.6rem 0}figure svg{min-width:34rem;max-width:100%;height:auto;display:block;margin:0 auto}
    #filters{position:sticky;top:0;background:var(--paper);border-bottom:1px solid var(--line);z-index:1;
    padding-bottom:.3rem}#filters h2{margin:.6rem 0 .2rem;font-size:1rem}#filters p{margin:.2rem 0;font-size:.85rem}
    .row{display:flex;flex-wrap:wrap;gap:.4rem .8rem;align-items:end}label{display:grid;font-size:.82rem;
    color:var(--soft)}select,input,button{font:inherit;font-size:.9rem;color:inherit;background:var(--field);
    border:1px solid var(--line);border-radius:.3rem;padding:.2rem .4rem;max-width:14rem}
    [hidden]{display:none!important}footer{border-top:1px solid var(--line);margin-top:2rem;font-size:.85rem;
    color:var(--soft)}
    @media (max-width:40rem){body{padding:.7rem}#filters{position:static}dl{grid-template-columns:1fr}
    dd{margin-bottom:.3rem}select,input{max-width:100%}}
    @media print{:root{--paper:#fff;--ink:#000;--soft:#333;--line:#999;--field:#f3f3f3;--link:#000;--pass:#064d29;
    --fail:#8a0019;--oos:#333;--und:#5f3900}body{max-width:none;font-size:10pt;padding:0}#filters,.skip,script{display:none!important}
    details.cert{break-inside:auto;content-visibility:visible;border:0;border-top:1px solid #999;padding:0}
    details::details-content{content-visibility:visible!important;height:auto!important;display:block!important}
    summary{list-style:none;break-after:avoid}h2,h3,h4{break-after:avoid}tr,figure,article{break-inside:avoid}
    .scroll{overflow:visible}table{font-size:7.5pt}th,td{padding:.1rem .3rem;overflow-wrap:anywhere;
    white-space:normal!important}.conditions{min-width:0}figure svg{min-width:0}thead{display:table-header-group}}
    """
}

/// The script of reports: filters, and unfolding before a print and for links into a certificate.
enum HTMLScript {
  static let source = """
    (function(){
    "use strict";
    var form=document.getElementById("filters");
    if(!form)return;
    var get=function(id){return document.getElementById(id);};
    var certs=Array.prototype.slice.call(document.querySelectorAll("details.cert"));
    var rows=certs.map(function(c){return Array.prototype.slice.call(c.querySelectorAll("tr[data-v]"));});
    function apply(){
    var v=get("f-verdict").value,c=get("f-claim").value,t=get("f-theory").value;
    var words=get("f-text").value.toLowerCase().split(/\\s+/).filter(Boolean);
    var shown=0,claims=0;
    certs.forEach(function(cert,i){
    var name=cert.dataset.n,fits=!t||cert.dataset.t===t,any=false;
    rows[i].forEach(function(row){
    var text=name+" "+row.dataset.c.toLowerCase();
    var ok=fits&&(!v||row.dataset.v===v)&&(!c||row.dataset.c===c)&&words.every(function(w){return text.indexOf(w)>=0;});
    row.hidden=!ok;if(ok){any=true;claims++;}});
    if(!rows[i].length)any=fits&&!v&&!c&&words.every(function(w){return name.indexOf(w)>=0;});
    cert.hidden=!any;if(any)shown++;});
    get("f-count").textContent=shown+" of "+certs.length+" certificates, "+claims+" verdicts";
    }
    form.hidden=false;
    form.addEventListener("input",apply);
    form.addEventListener("submit",function(e){e.preventDefault();});
    form.addEventListener("reset",function(){setTimeout(apply,0);});
    addEventListener("beforeprint",function(){certs.forEach(function(c){c.open=true;});});
    function unfold(){var e=location.hash&&document.getElementById(location.hash.slice(1));
    if(e&&e.tagName==="DETAILS")e.open=true;}
    addEventListener("hashchange",unfold);unfold();apply();
    })();
    """
}
